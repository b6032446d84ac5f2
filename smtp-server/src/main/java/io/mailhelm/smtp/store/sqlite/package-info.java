/**
 * Implements the store in one SQLite database and a folder of large bodies, for one process at a
 * time. One thread writes, a few read; nothing here runs SQL on a virtual thread, because a native
 * call occupies its carrier.
 */
package io.mailhelm.smtp.store.sqlite;
