package io.mailhelm.smtp.store.sqlite;

/**
 * The settings with which the database is opened.
 *
 * @param durable whether a commit waits for stable storage. Only a test that proves the difference
 *     may say no.
 * @param maxPages how large the database may grow, in pages; a test's way to a full disk
 */
record DatabaseSettings(boolean durable, long maxPages) {
  /** What SQLite allows at most. */
  static final long UNLIMITED = 4_294_967_294L;

  static final DatabaseSettings DEFAULT = new DatabaseSettings(true, UNLIMITED);
}
