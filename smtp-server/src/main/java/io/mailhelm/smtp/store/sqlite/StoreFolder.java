package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.PrivateFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The folder of a store, locked by one process. Folders are made with mode 0700 and files with
 * 0600: what is in them is other people's mail.
 */
final class StoreFolder implements Closeable {
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static final String ACCEPTANCE = "accept-missing-database";

  private final Path folder;
  private final FileChannel lockFile;
  private final FileLock lock;

  private StoreFolder(Path folder, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing and takes its lock.
   *
   * @throws IOException when another process has it, or it cannot be made
   */
  static StoreFolder open(Path folder) throws IOException {
    PrivateFolder.ensure(folder);
    makePrivate(folder);
    PrivateFolder.ensure(folder.resolve("stray"));
    flush(folder);
    var lockFile =
        FileChannel.open(
            folder.resolve("lock"),
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PRIVATE_FILE);
    return new StoreFolder(folder, lockFile, lock(folder, lockFile));
  }

  /**
   * A folder somebody made beforehand has whatever mode their umask gave it. One that belongs to
   * another user was given to a group of ours, as a cluster does with a volume, and stays as it is.
   */
  private static void makePrivate(Path folder) throws IOException {
    try {
      Files.setPosixFilePermissions(folder, PRIVATE_FOLDER.value());
    } catch (FileSystemException e) {
      if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
        throw new IOException(
            "%s belongs to another user (%s) and cannot be written: give it to the one this server runs as, in a cluster by podTemplate.securityContext.fsGroupChangePolicy: Always"
                .formatted(folder.toAbsolutePath(), Files.getOwner(folder)),
            e);
      }
    }
  }

  /** Makes the file of the database where it is missing. */
  void makeDatabase() throws IOException {
    try {
      // SQLite gives the log and the index of the log the mode of the database.
      Files.createFile(database(), PRIVATE_FILE);
      flush(folder);
    } catch (FileAlreadyExistsException _) {
      // not the first start
    }
  }

  private static FileLock lock(Path folder, FileChannel lockFile) throws IOException {
    try {
      var lock = lockFile.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException _) {
      // this very process has it
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
    lockFile.close();
    throw new IOException(
        "%s is in use by another Mailhelm server: stop that one, or name another data folder"
            .formatted(folder.toAbsolutePath()));
  }

  /**
   * Makes durable which files a folder has; flushing a file does not do that for its name.
   *
   * @throws IOException when the disk fails
   */
  static void flush(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  Path database() {
    return folder.resolve("mail.db");
  }

  /** What was committed and is not folded back into the database yet. */
  Path log() {
    return folder.resolve("mail.db-wal");
  }

  /** Where the database is written once more. */
  Path copy() {
    return folder.resolve("mail.db.new");
  }

  /** Names the database that the bodies belong to. */
  Path databaseId() {
    return folder.resolve("database-id");
  }

  /** Made by whoever wants to go on without the database that the bodies belong to. */
  Path acceptance() {
    return folder.resolve(ACCEPTANCE);
  }

  Path path() {
    return folder.toAbsolutePath();
  }

  Path stray() {
    return folder.resolve("stray");
  }

  /** Octets of the database and its log. */
  long databaseOctets() {
    return octets(database()) + octets(log());
  }

  private static long octets(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      // the log is not there at every moment
      return 0;
    }
  }

  /** Where bodies are; not made where mail may be missing it ({@link BodyFolder#recover}). */
  Path bodies() {
    return folder.resolve("bodies");
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
