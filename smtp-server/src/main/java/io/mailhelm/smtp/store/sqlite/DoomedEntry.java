package io.mailhelm.smtp.store.sqlite;

/**
 * An entry about to be deleted.
 *
 * @param octets what of the mailbox's quota it took
 */
record DoomedEntry(long id, long message, String mailboxId, long octets) {}
