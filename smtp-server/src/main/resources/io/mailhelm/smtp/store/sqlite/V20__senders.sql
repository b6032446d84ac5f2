-- Whose login a message came by, by the id of the mailbox: an address may be another's tomorrow.
-- Of messages from before nobody knows; of mailboxes that were removed it is empty.
ALTER TABLE outgoing ADD COLUMN mailbox TEXT;

CREATE INDEX outgoing_mailbox ON outgoing (mailbox) WHERE mailbox IS NOT NULL;

-- Their owners were addresses.
DELETE FROM idempotency;

-- Octets of each mailbox's messages that wait for other servers, each message counted once.
CREATE TABLE waiting (
  mailbox TEXT    PRIMARY KEY,
  octets  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
