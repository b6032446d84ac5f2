-- What a user sends with the null reverse-path waits in the user's lanes, not among reports.
UPDATE delivery SET lane = substr(lane, 2)
WHERE state IN ('QUEUED', 'HELD') AND lane LIKE '*%' AND originator NOT LIKE '% ';
