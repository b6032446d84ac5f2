-- Those that are forgotten in time are found without looking at the others.
CREATE INDEX suppression_since ON suppression (since) WHERE reason = 'HARD_BOUNCE';
