-- Why a delivery is held and since when, while it is. What was held before is taken for somebody's
-- own hold: nothing leaves that a person may have stopped.
ALTER TABLE delivery ADD COLUMN hold_reason TEXT;
ALTER TABLE delivery ADD COLUMN held_at INTEGER;

UPDATE delivery SET hold_reason = 'MANUAL', held_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000
WHERE state = 'HELD';

CREATE INDEX delivery_held_at ON delivery (held_at) WHERE state = 'HELD';
