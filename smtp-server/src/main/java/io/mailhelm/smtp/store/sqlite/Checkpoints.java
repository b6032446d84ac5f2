package io.mailhelm.smtp.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs checkpoints: it copies the write-ahead log into the database before the log grows without
 * bounds, and gives space of deleted mail back to the disk. It works between two transactions,
 * after the waiting threads were woken, so that their next commands overlap with it; and seldom, so
 * that pages which every commit touches are written once for many commits.
 */
final class Checkpoints implements AutoCloseable {
  /** Pages in the log, 4 KiB each, from which on it is folded back. */
  private static final int LOG_PAGES = 4_096;

  /** Asking how long the log is takes some microseconds: not after every transaction. */
  private static final int TRANSACTIONS_BETWEEN_LOOKS = 64;

  private static final long OCTETS_BETWEEN_LOOKS = 8 << 20;

  /** With so many unused pages (32 MiB) room is given back … */
  static final int RETURN_FROM_PAGES = 8_192;

  /** … until so many (8 MiB) are left, which the next mail takes without the disk's help. */
  static final int KEPT_PAGES = 2_048;

  /** Pages given back in one transaction: some milliseconds, for which mail waits. */
  private static final int PAGES_AT_ONCE = 1_024;

  private final Connection connection;
  private final DiskSpace room;
  private final boolean shrinkable;
  private int transactions;
  private long octets;
  private long unused;
  private boolean returning;

  Checkpoints(Connection connection, DiskSpace room) throws SQLException {
    this.connection = connection;
    this.room = room;
    this.shrinkable = IncrementalVacuum.is(connection);
    lookForReusableRoom();
  }

  /** A transaction was committed; about how much it wrote. Before anyone is told of it. */
  void written(long more) {
    transactions++;
    octets += more;
    if (room.isScarceForFiles()) {
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

  /** Whether there is room to give back to the disk. For the writer. */
  boolean isReturning() {
    if (!shrinkable) {
      return false;
    }
    var scarce = room.isScarceForFiles();
    returning = scarce ? unused > 0 : unused > (returning ? KEPT_PAGES : RETURN_FROM_PAGES);
    return returning;
  }

  /**
   * Gives some of it back. For the writer, outside a transaction. The file becomes shorter when the
   * log is folded back.
   */
  void returnSome() {
    var before = unused;
    try (var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_AT_ONCE + ")");
      lookForReusableRoom();
      if (room.isScarceForFiles() || !isReturning() || logPages() >= LOG_PAGES) {
        run("PASSIVE");
      }
    } catch (SQLException _) {
      // Not now, then: the disk is full to the last octet, say. The next look finds the rest.
      unused = 0;
    }
    if (unused >= before) {
      unused = 0;
    }
  }

  /** Pages in the log that are not folded back yet. */
  private int logPages() throws SQLException {
    return run("NOOP");
  }

  private void lookForReusableRoom() {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA freelist_count")) {
      unused = row.next() ? row.getLong(1) : 0;
    } catch (SQLException _) {
      unused = 0;
    }
    room.reusable(unused * DatabaseConnections.PAGE_SIZE);
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
