-- Whose a delivery is: the domain of ours, a space, and the login. What one of them has waiting in
-- a lane is found without passing over what others have there.
ALTER TABLE delivery ADD COLUMN originator TEXT NOT NULL DEFAULT ' ';

UPDATE delivery SET originator = (
  SELECT o.domain || ' ' || coalesce(o.login, '') FROM outgoing o WHERE o.message = delivery.message)
WHERE ended_at IS NULL;

DROP INDEX delivery_waiting;
CREATE INDEX delivery_waiting ON delivery (lane, originator, due) WHERE state = 'QUEUED';
