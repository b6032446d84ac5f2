-- Whether the server refused the recipient's address itself, in a reply of its own.
ALTER TABLE attempt ADD COLUMN refuses_address INTEGER NOT NULL DEFAULT 0;

-- What reports said of it, so that each counts once: 1 that it bounced, 2 that somebody complained.
ALTER TABLE delivery ADD COLUMN reported INTEGER NOT NULL DEFAULT 0;

-- Addresses that a relay said are not there: once is not enough to suppress them.
CREATE TABLE relayed_bounce (
  domain  TEXT    NOT NULL,
  address TEXT    NOT NULL,          -- canonical
  at      INTEGER NOT NULL,          -- when it said so first
  PRIMARY KEY (domain, address)
) STRICT, WITHOUT ROWID;

CREATE INDEX relayed_bounce_at ON relayed_bounce (at);
