package io.mailhelm.smtp.store.sqlite;

/**
 * The settings with which the database is opened.
 *
 * @param durable whether a commit waits for stable storage. Only a test that proves the difference
 *     may say no.
 * @param mostNamed how many parts of lanes the queue knows by name, in all
 * @param maxPages how large the database may grow, in pages; a test's way to a full disk
 */
record DatabaseSettings(boolean durable, int mostNamed, long maxPages) {
  /** What SQLite allows at most. */
  static final long UNLIMITED = 4_294_967_294L;

  /** Far more than there are connections; with all that waits for one of those, some 20 MB. */
  static final int MOST_NAMED = 20_000;

  static final DatabaseSettings DEFAULT = new DatabaseSettings(true, MOST_NAMED, UNLIMITED);
}
