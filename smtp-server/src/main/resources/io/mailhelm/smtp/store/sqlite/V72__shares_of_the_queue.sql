-- How many deliveries of each mailbox are not final: a user has a share of the queue.
ALTER TABLE waiting ADD COLUMN deliveries INTEGER NOT NULL DEFAULT 0;

-- What waits takes a row besides its texts from now on. What was there before takes what it took, and is counted.
INSERT INTO waiting (mailbox, octets, deliveries)
SELECT o.mailbox, 0, count(*) FROM delivery d JOIN outgoing o ON o.message = d.message
WHERE d.ended_at IS NULL AND o.mailbox IS NOT NULL AND o.mailbox <> ''
GROUP BY o.mailbox
ON CONFLICT (mailbox) DO UPDATE SET deliveries = excluded.deliveries;
