package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Enables SQLite's incremental vacuum, so that the database can give space back to the disk while
 * it is used. That needs a map of all pages, which a database has from its creation or not at all.
 * A database that an earlier version made is rewritten into a second file, which then takes its
 * place; a crash leaves the one or the other.
 */
final class IncrementalVacuum {
  private static final int INCREMENTAL = 2;

  private final StoreFolder folder;
  private final DatabaseConnections connections;
  private final DiskSpace room;

  IncrementalVacuum(StoreFolder folder, DatabaseConnections connections, DiskSpace room) {
    this.folder = folder;
    this.connections = connections;
    this.room = room;
  }

  /** Whether a database can give room back. */
  static boolean is(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA auto_vacuum")) {
      return row.next() && row.getInt(1) == INCREMENTAL;
    }
  }

  /**
   * Rewrites the database where it has to be, and there is room for a second one; else it stays as
   * it is until a start finds room. For the only one who has it open.
   *
   * @return whether it can give room back now
   */
  boolean ensure() throws SQLException, IOException {
    var copy = folder.copy();
    Files.deleteIfExists(copy);
    try (var connection = connections.maintenance()) {
      if (is(connection)) {
        return true;
      }
      if (room.usableNow() < folder.databaseOctets() + room.reserve()) {
        return false;
      }
      Files.createFile(copy, StoreFolder.PRIVATE_FILE);
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA auto_vacuum = " + INCREMENTAL);
        statement.executeUpdate("VACUUM INTO '%s'".formatted(quoted(copy.toString())));
      }
    }
    // Whoever closes the database last folds its log back and removes it.
    if (Files.exists(folder.log()) && Files.size(folder.log()) > 0) {
      Files.delete(copy);
      return false;
    }
    StoreFolder.flush(copy);
    Files.deleteIfExists(folder.log());
    Files.move(copy, folder.database(), StandardCopyOption.ATOMIC_MOVE);
    StoreFolder.flush(folder.path());
    return true;
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
