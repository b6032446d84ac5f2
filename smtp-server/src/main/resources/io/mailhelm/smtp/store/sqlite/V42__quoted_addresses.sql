-- Addresses are kept as they are written in a path: a local part that is no dot-string stands in quotes.
-- Those that bounced were kept without. One that somebody wrote with them stays as it is: it may be for ever.
UPDATE OR IGNORE suppression
SET address = '"' || replace(replace(
        substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1),
        '\', '\\'), '"', '\"')
    || '"' || substr(address, length(rtrim(address, replace(address, '@', ''))))
WHERE address NOT GLOB '"*"@*'
  AND (substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*[] "(),:;<>@\[]*'
    OR address GLOB '.*'
    OR substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*..*'
    OR substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*.');

DELETE FROM suppression
WHERE address NOT GLOB '"*"@*'
  AND (substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*[] "(),:;<>@\[]*'
    OR address GLOB '.*'
    OR substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*..*'
    OR substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*.');

-- What a relay said of such an address is said again.
DELETE FROM relayed_bounce
WHERE address NOT GLOB '"*"@*'
  AND (substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*[] "(),:;<>@\[]*'
    OR address GLOB '.*'
    OR substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*..*'
    OR substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) GLOB '*.');
