-- A mailbox that ever received something, with what it holds: each message counted whole.
CREATE TABLE mailbox (
  number   INTEGER PRIMARY KEY,
  id       TEXT    NOT NULL UNIQUE,
  octets   INTEGER NOT NULL,
  messages INTEGER NOT NULL
) STRICT;

-- A message, once, however many mailboxes have it. Its id is that of its first entry, and its
-- entries are numbered on from there, so that finding those left needs no index.
CREATE TABLE message (
  id             INTEGER PRIMARY KEY,
  copies         INTEGER NOT NULL,  -- entries it began with
  message_id     TEXT    NOT NULL,
  received_at    INTEGER NOT NULL,  -- milliseconds since 1970
  reverse_path   TEXT    NOT NULL,
  login          TEXT,
  from_field     TEXT    NOT NULL,
  to_field       TEXT    NOT NULL,  -- one address a line
  subject        TEXT    NOT NULL,
  date_field     TEXT    NOT NULL,
  from_folded    TEXT,              -- in lower case, where that takes more than ASCII
  to_folded      TEXT,
  subject_folded TEXT,
  ret            TEXT    NOT NULL,  -- RFC 3461 section 4.3
  envid          TEXT    NOT NULL,  -- RFC 3461 section 4.4
  size           INTEGER NOT NULL,  -- octets, trace fields included
  file           TEXT,              -- holds the body where it is too large for the row
  content        BLOB    NOT NULL   -- the trace fields, and the body where there is no file
) STRICT;

CREATE INDEX message_file ON message (file, size) WHERE file IS NOT NULL;

-- A message in a mailbox.
CREATE TABLE entry (
  id         INTEGER PRIMARY KEY,
  message    INTEGER NOT NULL REFERENCES message (id),
  mailbox    INTEGER NOT NULL REFERENCES mailbox (number),
  address    TEXT    NOT NULL,
  recipients TEXT    NOT NULL,      -- a line each: address, NOTIFY, ORCPT, parted by tabs
  captured   INTEGER NOT NULL,
  seen       INTEGER NOT NULL
) STRICT;

CREATE INDEX entry_mailbox ON entry (mailbox);

-- One row. An entry's id is never given twice, not even when the newest was deleted.
CREATE TABLE totals (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  messages   INTEGER NOT NULL,
  last_entry INTEGER NOT NULL
) STRICT;

INSERT INTO totals (one, messages, last_entry) VALUES (1, 0, 0);

-- Written and emptied after a full disk, to find out whether there is room again.
CREATE TABLE probe (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  filler BLOB    NOT NULL
) STRICT;
