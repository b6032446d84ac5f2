-- What of a message goes elsewhere, once for all its deliveries. It outlives the message: what
-- became of it is shown until its deliveries are purged.
CREATE TABLE outgoing (
  message      INTEGER PRIMARY KEY,  -- id its message has, or had
  first        INTEGER NOT NULL,     -- id of its first delivery; the others are numbered on
  copies       INTEGER NOT NULL,     -- deliveries it began with
  message_id   TEXT    NOT NULL,
  login        TEXT,
  domain       TEXT    NOT NULL,
  policy       TEXT,
  reverse_path TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  size         INTEGER NOT NULL,     -- octets, trace fields included
  ret          TEXT    NOT NULL,     -- RFC 3461 section 4.3
  envid        TEXT    NOT NULL,     -- RFC 3461 section 4.4
  requirements TEXT    NOT NULL,     -- names, parted by spaces
  queued_at    INTEGER NOT NULL,     -- milliseconds since 1970, as all times
  expires_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX outgoing_message_id ON outgoing (message_id);

-- A message on its way to one recipient. Its id is taken from the numbers of entries, after those
-- of its message.
CREATE TABLE delivery (
  id               INTEGER PRIMARY KEY,
  message          INTEGER NOT NULL REFERENCES outgoing (message),
  recipient        TEXT    NOT NULL,
  recipient_folded TEXT,             -- in lower case, where that takes more than ASCII
  notify           TEXT    NOT NULL, -- RFC 3461 section 4.1
  orcpt            TEXT    NOT NULL, -- RFC 3461 section 4.2
  destination      TEXT    NOT NULL,
  lane             TEXT    NOT NULL,
  state            TEXT    NOT NULL,
  due              INTEGER NOT NULL,
  queued_at        INTEGER NOT NULL,
  attempts         INTEGER NOT NULL,
  warned           INTEGER NOT NULL,
  ended_at         INTEGER           -- when its state became final
) STRICT;

CREATE INDEX delivery_waiting ON delivery (lane, due) WHERE state = 'QUEUED';
CREATE INDEX delivery_held ON delivery (id) WHERE state = 'HELD';
CREATE INDEX delivery_open ON delivery (queued_at) WHERE ended_at IS NULL;
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE attempt (
  delivery INTEGER NOT NULL,
  number   INTEGER NOT NULL,         -- the first is 1
  at       INTEGER NOT NULL,
  took     INTEGER NOT NULL,         -- milliseconds
  outcome  TEXT    NOT NULL,
  host     TEXT    NOT NULL,
  address  TEXT    NOT NULL,
  tls      TEXT    NOT NULL,
  code     INTEGER NOT NULL,
  enhanced TEXT    NOT NULL,
  text     TEXT    NOT NULL,
  PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

-- Requests that are not to become two messages.
CREATE TABLE idempotency (
  owner       TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  fingerprint TEXT    NOT NULL,
  message_id  TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_at ON idempotency (at);

-- Entries that are reports nobody has read.
CREATE TABLE report (
  entry INTEGER PRIMARY KEY REFERENCES entry (id),
  about TEXT    NOT NULL             -- id of the message it is on
) STRICT;

-- What attempts and reports add up to.
CREATE TABLE outcome (
  hour       INTEGER NOT NULL,       -- its beginning
  domain     TEXT    NOT NULL,
  policy     TEXT    NOT NULL,       -- empty: none was named
  delivered  INTEGER NOT NULL,
  bounced    INTEGER NOT NULL,
  complained INTEGER NOT NULL,
  PRIMARY KEY (hour, domain, policy)
) STRICT, WITHOUT ROWID;

CREATE TABLE suppression (
  domain  TEXT    NOT NULL,
  address TEXT    NOT NULL,          -- canonical
  reason  TEXT    NOT NULL,
  detail  TEXT    NOT NULL,
  since   INTEGER NOT NULL,
  PRIMARY KEY (domain, address)
) STRICT, WITHOUT ROWID;

CREATE INDEX suppression_address ON suppression (address, domain);

CREATE TABLE secret (
  name   TEXT PRIMARY KEY,
  octets BLOB NOT NULL
) STRICT;
