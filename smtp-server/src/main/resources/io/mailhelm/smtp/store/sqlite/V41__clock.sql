-- What was there when a step of the clock was last made up for: its times are by a clock that was
-- set back since, and do not show another step.
CREATE TABLE clock_step (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  until    INTEGER NOT NULL,         -- the latest time of a delivery then
  delivery INTEGER NOT NULL          -- the latest delivery then
) STRICT;

INSERT INTO clock_step (one, until, delivery) VALUES (1, 0, 0);
