package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.VolumeRefusal;
import io.mailhelm.smtp.store.VolumeRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Checks that the database is the one that the bodies beside it belong to, and the one that is
 * expected there. Its id is in it and in a file beside it. That file or bodies without their
 * database mean lost mail: small messages are in the database alone. A server that started with an
 * empty database there would report that all is well, and the bodies would be deleted with the
 * retention of bodies that no row names.
 *
 * <p>A database restored from a backup has the same id, and is accepted.
 */
final class DatabaseIdentity {
  private static final String NAME = "database";

  private final StoreFolder folder;
  private final Optional<ExpectedStore> expected;

  /**
   * @param expected the store that had mail there; it knows of a folder that is lost as a whole,
   *     with the file that would name its database
   */
  DatabaseIdentity(StoreFolder folder, Optional<ExpectedStore> expected) {
    this.folder = folder;
    this.expected = expected;
  }

  /**
   * To be called before the database is opened, which would make it.
   *
   * @throws IOException when there is none beside its name, bodies or a log, or one is expected,
   *     with what to do
   */
  void requireDatabase() throws IOException {
    if (size(folder.database()) > 0 || isAccepted(read())) {
      return;
    }
    if (required().isPresent()) {
      throw refusal(VolumeRefusal.EmptyVolume, Optional.empty());
    }
    if (Files.exists(folder.databaseId()) || hasBodies() || size(folder.log()) > 0) {
      throw refusal("has no database, and is a folder that had one");
    }
  }

  /**
   * Compares the two, and makes the database and the file name each other from now on.
   *
   * @param connection every statement of which is its own transaction
   * @return the id of the database
   * @throws IOException when it is another or an empty one beside the name of one, an empty one
   *     beside bodies, or not the one that is expected, with what to do
   */
  String confirm(Connection connection) throws SQLException, IOException {
    var here = id(connection);
    var beside = read();
    if (!isAccepted(beside)) {
      var empty = isEmpty(connection);
      if (required().isPresent() && !here.equals(required())) {
        throw refusal(empty ? VolumeRefusal.EmptyVolume : VolumeRefusal.OtherVolume, here);
      }
      if (empty
          && (beside.isPresent() || hasBodies())
          && (here.isEmpty() || !here.equals(beside))) {
        throw refusal("has a database that is empty, and is a folder that had another");
      }
      if (here.isPresent() && beside.isPresent() && !here.equals(beside)) {
        throw refusal("has a database that is not the one its mail belongs to");
      }
    }
    if (here.isEmpty()) {
      try (var statement = connection.createStatement()) {
        statement.executeUpdate(
            "INSERT INTO secret (name, octets) VALUES ('%s', randomblob(16))".formatted(NAME));
      }
      here = id(connection);
    }
    if (!here.equals(beside)) {
      write(here.orElseThrow());
    }
    Files.deleteIfExists(folder.acceptance());
    return here.orElseThrow();
  }

  /** The store that has to be there. */
  private Optional<String> required() {
    return expected.filter(store -> !store.givenUp()).map(ExpectedStore::store);
  }

  private VolumeRefusedException refusal(VolumeRefusal refusal, Optional<String> found) {
    var what =
        refusal == VolumeRefusal.EmptyVolume
            ? "has no mail"
            : "has the mail of store " + found.orElse("(without an id)");
    return new VolumeRefusedException(
        refusal,
        required().orElseThrow(),
        "%s: %s %s, and that of store %s was there. Put it back, or restore it from a backup"
            .formatted(refusal, folder.path(), what, required().orElseThrow()));
  }

  private IOException refusal(String what) {
    return new IOException(
        ("%s %s: its messages, but for large bodies in bodies/, were in there. Put mail.db back"
                + " (with mail.db-wal, if there was one). To go on without it instead and have"
                + " bodies that no row names moved to stray/, make the file %s and start again; on"
                + " a laptop, mailhelm serve --accept-missing-database does so")
            .formatted(folder.path(), what, folder.acceptance()));
  }

  /** Whether the administrator has given up its mail. */
  boolean isAccepted() throws IOException {
    return isAccepted(read());
  }

  /** What is given up is one store: a folder that names another had other mail. */
  private boolean isAccepted(Optional<String> beside) {
    return Files.exists(folder.acceptance())
        || expected
            .filter(ExpectedStore::givenUp)
            .filter(store -> beside.map(store.store()::equals).orElse(true))
            .isPresent();
  }

  private boolean hasBodies() throws IOException {
    if (!Files.exists(folder.bodies())) {
      return false;
    }
    try (var files = Files.newDirectoryStream(folder.bodies())) {
      return files.iterator().hasNext();
    }
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT last_entry FROM totals")) {
      return !row.next() || row.getLong(1) == 0;
    }
  }

  private static Optional<String> id(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery("SELECT octets FROM secret WHERE name = '%s'".formatted(NAME))) {
      return row.next() ? Optional.of(HexFormat.of().formatHex(row.getBytes(1))) : Optional.empty();
    }
  }

  private Optional<String> read() throws IOException {
    if (!Files.exists(folder.databaseId())) {
      return Optional.empty();
    }
    var id = Files.readString(folder.databaseId()).strip();
    if (id.isEmpty()) {
      throw new IOException(
          "%s is empty, and names the database beside it: put it back from a backup, or, if mail.db is the right one, remove it to have it written again"
              .formatted(folder.databaseId().toAbsolutePath()));
    }
    return Optional.of(id);
  }

  private void write(String id) throws IOException {
    var file = folder.databaseId();
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, StoreFolder.PRIVATE_FILE);
    Files.write(part, (id + "\n").getBytes(StandardCharsets.US_ASCII));
    StoreFolder.flush(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    StoreFolder.flush(file.getParent());
  }
}
