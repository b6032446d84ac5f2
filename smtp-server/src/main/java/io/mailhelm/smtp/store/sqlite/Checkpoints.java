package io.mailhelm.smtp.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Folds the log back into the database before it grows without bounds. Done between two
 * transactions, after the waiting threads were woken, so that their next commands overlap with it;
 * and seldom, since the pages every commit touches are then written once for many commits.
 */
final class Checkpoints implements AutoCloseable {
  /** Pages in the log, 4 KiB each, from which on it is folded back. */
  private static final int LOG_PAGES = 8_192;

  /** Asking how long the log is takes some microseconds: not after every transaction. */
  private static final int TRANSACTIONS_BETWEEN_LOOKS = 64;

  private static final long OCTETS_BETWEEN_LOOKS = 8 << 20;

  private final Connection connection;
  private int transactions;
  private long octets;

  Checkpoints(Connection connection) {
    this.connection = connection;
  }

  /** A transaction was committed; about how much it wrote. */
  void written(long more) {
    transactions++;
    octets += more;
  }

  /** For the writer, outside a transaction. */
  void keepLogShort() {
    if (transactions < TRANSACTIONS_BETWEEN_LOOKS && octets < OCTETS_BETWEEN_LOOKS) {
      return;
    }
    transactions = 0;
    octets = 0;
    try {
      if (logPages() >= LOG_PAGES) {
        run("PASSIVE");
      }
    } catch (SQLException _) {
      // The log keeps everything, and the next look tries again; a full disk shows at a commit.
    }
  }

  /** Pages in the log that are not folded back yet. */
  private int logPages() throws SQLException {
    return run("NOOP");
  }

  private int run(String mode) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return row.next() ? row.getInt(2) - row.getInt(3) : 0;
    }
  }

  /** Folds back all of it, so that the database is one file. */
  @Override
  public void close() throws SQLException {
    try {
      run("TRUNCATE");
    } finally {
      connection.close();
    }
  }
}
