-- What a user sends with the null reverse-path waits in the user's lanes, not among reports.
UPDATE delivery SET lane = substr(lane, 2)
WHERE state IN ('QUEUED', 'HELD') AND lane LIKE '*%' AND originator NOT LIKE '% ';

-- How many of the reports on a delivery were read; and how many on the same are not.
ALTER TABLE delivery ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
CREATE INDEX report_about ON report (about);
