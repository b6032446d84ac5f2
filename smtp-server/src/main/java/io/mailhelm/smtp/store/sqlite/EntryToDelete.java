package io.mailhelm.smtp.store.sqlite;

/**
 * An entry about to be deleted.
 *
 * @param octets what of the mailbox's quota it took
 */
record EntryToDelete(long id, long message, String mailboxId, long octets) {}
