-- Whether a delivery leaves without room in its policy's warm-up: a server was asked to take it before, or
-- who sent it said so. Those are found where others stand before them.
ALTER TABLE delivery ADD COLUMN passes_warm_up INTEGER NOT NULL DEFAULT 0;

UPDATE delivery SET passes_warm_up = 1 WHERE attempts > 0 AND ended_at IS NULL;

CREATE INDEX delivery_passing ON delivery (lane, originator, due)
WHERE state = 'QUEUED' AND passes_warm_up = 1;

-- The latest day of each policy's warm-up, and of each provider's in it.
CREATE TABLE warm_up (
  policy     TEXT    NOT NULL,
  provider   TEXT    NOT NULL,         -- empty: all mail
  started_on INTEGER NOT NULL,         -- days since 1970
  day        INTEGER NOT NULL,         -- days since 1970, in the policy's time zone
  level      INTEGER NOT NULL,         -- how many days have raised the cap
  used       INTEGER NOT NULL,         -- recipients whose first attempt was on that day
  PRIMARY KEY (policy, provider)
) STRICT, WITHOUT ROWID;
