-- The mailbox that a message's reverse-path meant when it was accepted: reports on it go there, whoever has
-- the address by then. Empty: nobody's in a domain of ours, or of a mailbox that was removed. Null: it is
-- another server's, or the message is from before.
ALTER TABLE outgoing ADD COLUMN returns_to TEXT;

-- Most are the sender's own, and are found by that.
CREATE INDEX outgoing_returns_to ON outgoing (returns_to)
WHERE returns_to IS NOT NULL AND returns_to IS NOT mailbox;

-- Whether a report returned the message, or its header section, to the sender: that is done once.
ALTER TABLE outgoing ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
