-- Recipients elsewhere that count against the limits of a SendPolicy or a user, by time.
CREATE TABLE recipients_counted (
  coarse     INTEGER NOT NULL,       -- 0: slots of 5 seconds; 1: of 2 minutes, once they are old
  slot       INTEGER NOT NULL,       -- its beginning; those of mail that waits are still to come
  subject    TEXT    NOT NULL,       -- POLICY or USER
  name       TEXT    NOT NULL,       -- of the SendPolicy, or the id of the user's mailbox
  recipients INTEGER NOT NULL,
  at         INTEGER NOT NULL,       -- when the last of them was committed
  PRIMARY KEY (coarse, slot, subject, name)
) STRICT, WITHOUT ROWID;

-- By how much a delivery is tried first, and given up, later than its message says.
ALTER TABLE delivery ADD COLUMN later INTEGER NOT NULL DEFAULT 0;
