-- Whether the enhanced code is ours, of a reply that had none: reports do not quote it then.
ALTER TABLE attempt ADD COLUMN inferred INTEGER NOT NULL DEFAULT 0;
