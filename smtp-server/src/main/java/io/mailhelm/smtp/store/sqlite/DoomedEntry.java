package io.mailhelm.smtp.store.sqlite;

import java.util.Optional;

/**
 * An entry about to be deleted.
 *
 * @param file where the body of its message is, unless in the row
 */
record DoomedEntry(long id, long message, String mailboxId, long size, Optional<String> file) {}
