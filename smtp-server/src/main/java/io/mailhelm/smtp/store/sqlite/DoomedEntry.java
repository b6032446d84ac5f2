package io.mailhelm.smtp.store.sqlite;

/** An entry about to be deleted. */
record DoomedEntry(long id, long message, String mailboxId, long size) {}
