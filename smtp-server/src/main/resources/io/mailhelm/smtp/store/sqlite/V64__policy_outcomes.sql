-- What became of recipients under a policy, in slots of five minutes.
CREATE TABLE recipient_outcome (
  domain       TEXT    NOT NULL,     -- of ours
  policy       TEXT    NOT NULL,
  slot         INTEGER NOT NULL,     -- its beginning
  destination  TEXT    NOT NULL,     -- empty: what is not counted by name
  delivered    INTEGER NOT NULL,
  bad_address  INTEGER NOT NULL,
  blocked      INTEGER NOT NULL,
  mailbox_full INTEGER NOT NULL,
  complained   INTEGER NOT NULL,
  PRIMARY KEY (domain, policy, slot, destination)
) STRICT, WITHOUT ROWID;

CREATE INDEX recipient_outcome_slot ON recipient_outcome (slot);

-- Who resumed a policy and when it was paused.
CREATE TABLE policy_pause (
  domain       TEXT    NOT NULL,
  policy       TEXT    NOT NULL,
  resumed_at   INTEGER NOT NULL DEFAULT 0,   -- 0: nobody did
  paused_since INTEGER NOT NULL DEFAULT 0,   -- 0: it is not paused
  PRIMARY KEY (domain, policy)
) STRICT, WITHOUT ROWID;
