package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MessageId;
import io.mailhelm.smtp.store.MissingBodyException;
import io.mailhelm.smtp.store.PrivateFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder of bodies too large for a row, a file each. It has no subfolders: a file system with
 * indexed folders does not need them, and one folder to flush is one flush for many.
 */
class BodyFolder {
  private final Path folder;
  private final StrayBodies strays;
  private final DiskSpace room;

  /** Bodies that rows name and that were not here at the start. */
  private volatile long missing;

  /** Octets of the messages whose bodies are here. */
  private final AtomicLong octets = new AtomicLong();

  BodyFolder(Path folder, StrayBodies strays, DiskSpace room) {
    this.folder = folder;
    this.strays = strays;
    this.room = room;
  }

  /** A file of its own, opened for writing. */
  record Spilled(String name, FileChannel channel) {}

  Spilled create() throws IOException {
    var name = MessageId.next(System.currentTimeMillis());
    var channel =
        FileChannel.open(
            folder.resolve(name),
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            StoreFolder.PRIVATE_FILE);
    return new Spilled(name, channel);
  }

  /**
   * To be asked before more is written.
   *
   * @throws NoDiskSpaceException when what is left on the disk should be kept
   */
  void requireRoom() throws NoDiskSpaceException {
    if (room.isScarceForFiles()) {
      throw new NoDiskSpaceException(room.reserve());
    }
  }

  /** Makes the names of the files durable. */
  void flush() throws IOException {
    StoreFolder.flush(folder);
  }

  InputStream open(String name) throws IOException {
    var file = folder.resolve(name);
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new MissingBodyException(file, e);
    }
  }

  /** A message as it was accepted, from its row and from its file. */
  InputStream open(EntryReader.Content content) throws IOException {
    var row = new ByteArrayInputStream(content.row());
    return content.file().isEmpty()
        ? row
        : new SequenceInputStream(row, open(content.file().get()));
  }

  /**
   * Removes a file no row names any more; what cannot be removed now is moved aside at the next
   * start.
   */
  void remove(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException _) {
      // moved aside at the next start
    }
  }

  /** Removes files that a change, durable by now, has freed. */
  void remove(FreedMessages freed) {
    freed.files().forEach(this::remove);
    count(-freed.fileOctets());
  }

  /**
   * @param moved aside: no row names them
   * @param returned from aside: a database that names them is back
   * @param missing named by a row, and not here
   * @param named by rows
   */
  record Recovered(long moved, long returned, long missing, long named) {}

  /**
   * Counts what rows name and has it here, and moves aside what none does.
   *
   * @param accepted whether the folder may be missing although rows name bodies in it
   * @throws IOException where it is and may not, with what to do: a folder that was not mounted, or
   *     not copied, comes back, and a server that made another would hide it
   */
  Recovered recover(Connection connection, Instant now, boolean accepted)
      throws SQLException, IOException {
    var named = new HashSet<String>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT file, size FROM message WHERE file IS NOT NULL")) {
      while (row.next()) {
        named.add(row.getString(1));
        count(row.getLong(2));
      }
    }
    ensureFolder(named.size(), accepted);
    var returned = strays.giveBack(named, folder);
    if (returned > 0) {
      flush();
    }
    int all = named.size();
    long moved = moveAside(named, now);
    missing = named.size();
    return new Recovered(moved, returned, missing, all);
  }

  private void ensureFolder(int named, boolean accepted) throws IOException {
    if (named > 0 && !accepted && Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "%s is missing: the bodies of %d messages were in there. Put it back, or restore it from a backup. To go on without them, make that folder and start again"
              .formatted(folder.toAbsolutePath(), named));
    }
    PrivateFolder.ensure(folder);
    StoreFolder.flush(folder.toAbsolutePath().getParent());
  }

  /** Leaves of {@code named} what is not here. */
  private long moveAside(Set<String> named, Instant now) throws IOException {
    long moved = 0;
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        if (!named.remove(file.getFileName().toString())) {
          strays.take(file, now);
          moved++;
        }
      }
    }
    return moved;
  }

  /** Bodies that rows name and that were not here at the start. */
  long missing() {
    return missing;
  }

  Path folder() {
    return folder.toAbsolutePath();
  }

  void count(long change) {
    octets.addAndGet(change);
  }

  long octets() {
    return octets.get();
  }

  boolean isFullDisk(IOException e) {
    return DiskFull.is(e, folder);
  }
}
