-- Addresses are kept as they are written in a path: a local part that is no dot-string stands in quotes.
-- Those that bounced were kept without.
CREATE TEMP TABLE unquoted AS
SELECT address, '"' || replace(replace(local, '\', '\\'), '"', '\"') || '"' || substr(address, length(local) + 1) AS quoted
FROM (
  SELECT address, substr(address, 1, length(rtrim(address, replace(address, '@', ''))) - 1) AS local
  FROM (SELECT address FROM suppression UNION SELECT address FROM relayed_bounce))
WHERE address NOT GLOB '"*"@*'
  AND (local GLOB '*[] "(),:;<>@\[]*' OR local GLOB '.*' OR local GLOB '*..*' OR local GLOB '*.');

-- One that somebody wrote with quotes stays as it is: it may be for ever.
UPDATE OR IGNORE suppression
SET address = (SELECT quoted FROM unquoted WHERE unquoted.address = suppression.address)
WHERE address IN (SELECT address FROM unquoted);
DELETE FROM suppression WHERE address IN (SELECT address FROM unquoted);

-- What a relay said of such an address is said again.
DELETE FROM relayed_bounce WHERE address IN (SELECT address FROM unquoted);

DROP TABLE unquoted;
