/**
 * Mailboxes in one SQLite database and a folder of large bodies, for one process at a time. One
 * thread writes, a few read; nothing here runs SQL on a virtual thread, because a native call holds
 * its carrier.
 */
package io.mailhelm.smtp.store.sqlite;
