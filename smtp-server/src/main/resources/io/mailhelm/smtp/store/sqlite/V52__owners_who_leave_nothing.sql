-- Whether the user of a mailbox said deletionPolicy: Delete while a config had it: its mail is nobody's afterwards,
-- whether or not a server was told to remove it. Users that are open say so again with the next config.
ALTER TABLE owner ADD COLUMN leaves_mail INTEGER NOT NULL DEFAULT 1;
