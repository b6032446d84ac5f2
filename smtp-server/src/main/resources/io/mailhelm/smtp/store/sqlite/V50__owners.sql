-- Whose each mailbox is, or was: of every user of a config that ran here. It is closed while no config has its user.
CREATE TABLE owner (
  mailbox   TEXT PRIMARY KEY,   -- its id
  domain    TEXT NOT NULL,      -- of the address, in A-label form
  address   TEXT NOT NULL,      -- the user's first, canonical
  namespace TEXT NOT NULL,      -- of the MailUser; empty: an earlier version did not write it down
  name      TEXT NOT NULL,      -- of the MailUser
  closed_at INTEGER             -- since when no config has the user; null: one has
) STRICT, WITHOUT ROWID;

CREATE INDEX owner_closed ON owner (domain, address, mailbox, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX owner_unknown ON owner (mailbox) WHERE namespace = '';

-- The closed mailbox of the same address that was there when a user came.
CREATE TABLE found_mailbox (
  mailbox   TEXT PRIMARY KEY,   -- id of the user's own
  closed    TEXT NOT NULL,      -- id of the one that was found
  since     INTEGER NOT NULL,   -- when that was closed
  messages  INTEGER NOT NULL,   -- what was in it then
  octets    INTEGER NOT NULL,
  state     TEXT NOT NULL       -- LEFT as it is, MOVING into the user's own, or TAKEN
) STRICT, WITHOUT ROWID;

CREATE INDEX found_mailbox_closed ON found_mailbox (closed);
CREATE INDEX found_mailbox_moving ON found_mailbox (mailbox) WHERE state = 'MOVING';

-- Of mailboxes from before no more is known than what their mail says. A postmaster without a MailUser is no user.
INSERT INTO owner (mailbox, domain, address, namespace, name)
SELECT id, substr(address, length(rtrim(address, replace(address, '@', ''))) + 1), address, '', ''
FROM (
  SELECT b.id, (SELECT e.address FROM entry e WHERE e.mailbox = b.number ORDER BY e.id DESC LIMIT 1) AS address
  FROM mailbox b WHERE b.id NOT LIKE 'postmaster@%')
WHERE address LIKE '%@%';
