-- What an entry takes of its mailbox's quota: its message, and all that is written with it. What was
-- there before takes what it took. Its recipients are an address a line from now on.
ALTER TABLE entry ADD COLUMN booked INTEGER NOT NULL DEFAULT 0;
UPDATE entry SET booked = (SELECT size FROM message m WHERE m.id = entry.message);

-- The same of what waits, and of its sender's share.
ALTER TABLE outgoing ADD COLUMN booked INTEGER NOT NULL DEFAULT 0;
UPDATE outgoing SET booked = size;
