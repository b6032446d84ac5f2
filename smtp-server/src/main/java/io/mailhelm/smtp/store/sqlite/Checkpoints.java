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
  private static final int LOG_PAGES = 4_096;

  /** Asking how long the log is takes some microseconds: not after every transaction. */
  private static final int TRANSACTIONS_BETWEEN_LOOKS = 64;

  private static final long OCTETS_BETWEEN_LOOKS = 8 << 20;

  private final Connection connection;
  private final Room room;
  private int transactions;
  private long octets;

  Checkpoints(Connection connection, Room room) {
    this.connection = connection;
    this.room = room;
    lookForReusableRoom();
  }

  /** A transaction was committed; about how much it wrote. Before anyone is told of it. */
  void written(long more) {
    transactions++;
    octets += more;
    if (room.isScarce()) {
      // Whoever deleted something may use the room at once.
      lookForReusableRoom();
    }
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
      lookForReusableRoom();
    } catch (SQLException _) {
      // The log keeps everything, and the next look tries again; a full disk shows at a commit.
    }
  }

  /** Pages in the log that are not folded back yet. */
  private int logPages() throws SQLException {
    return run("NOOP");
  }

  private void lookForReusableRoom() {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA freelist_count")) {
      room.reusable(row.next() ? (long) row.getInt(1) * Connections.PAGE_SIZE : 0);
    } catch (SQLException _) {
      room.reusable(0);
    }
  }

  private int run(String mode) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
      return row.next() ? row.getInt(2) - row.getInt(3) : 0;
    }
  }

  /** Folds back all of it, so that the database is one file; where that fails the log stays. */
  @Override
  public void close() {
    try (connection) {
      run("TRUNCATE");
    } catch (SQLException _) {
      // a full disk, say: everything is in the log, and the next start reads it there
    }
  }
}
