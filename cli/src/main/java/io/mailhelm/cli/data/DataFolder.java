package io.mailhelm.cli.data;

import io.mailhelm.smtp.store.PrivateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The data folder ({@code --data}), which holds everything but the declarations. Mode 0700; one
 * process at a time serves from it.
 *
 * @param root absolute
 */
public record DataFolder(Path root) {

  /** The file that marks a data folder, from its first moment on. */
  private static final String MARK = "lock";

  /**
   * Opens a data folder, making it when it is not there.
   *
   * @throws IOException naming what cannot be created or protected
   * @throws IllegalArgumentException when it holds something else: its mode would be changed, and
   *     everything in it closed to others
   */
  public static DataFolder open(Path path) throws IOException {
    var root = path.toAbsolutePath().normalize();
    if (Files.isDirectory(root) && !Files.exists(root.resolve(MARK)) && !isEmpty(root)) {
      throw new IllegalArgumentException(
          root + " is no data folder and not empty: name one that is, or a new one, with --data");
    }
    makePrivate(root);
    if (!Files.exists(root.resolve(MARK))) {
      PrivateFile.write(root.resolve(MARK), "");
    }
    return new DataFolder(root);
  }

  /**
   * An existing data folder, as it is.
   *
   * @throws IllegalArgumentException when there is none; the message says what to do
   */
  public static DataFolder existing(Path path) {
    return find(path)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    path
                        + " has no data of a server: name the data folder of one with --data, or"
                        + " start one on it (mailhelm serve)"));
  }

  /** The same; empty when there is none. */
  public static Optional<DataFolder> find(Path path) {
    var root = path.toAbsolutePath().normalize();
    return Files.exists(root.resolve(MARK)) ? Optional.of(new DataFolder(root)) : Optional.empty();
  }

  /** The folder of the mail store. */
  public Path mail() throws IOException {
    return folder("mail");
  }

  /** The folder of keys that are generated here: for TLS, and for DKIM signatures. */
  public Path keys() throws IOException {
    return folder("keys");
  }

  /** The folder of generated Secrets: the credentials of users who named none. */
  public Path secrets() throws IOException {
    return folder("secrets");
  }

  /** The folder of statuses, one file for each resource, as the operator would write them. */
  public Path status() throws IOException {
    return folder("status");
  }

  /** The folder of the last good config, in parts. */
  public Path config() throws IOException {
    return folder("config");
  }

  /** The folder of resources for a server that is started with settings instead of a folder. */
  public Path declared() throws IOException {
    return folder("declared");
  }

  /** The folder of native libraries that are unpacked while a server runs. */
  public Path libraries() throws IOException {
    return folder("libraries");
  }

  /** The file of the management token. */
  public Path token() {
    return root.resolve("token");
  }

  /** The file of the key from which salts are derived. */
  public Path saltKey() {
    return root.resolve("salt");
  }

  /**
   * Takes the folder for this process.
   *
   * @return empty when another process has it
   */
  public Optional<FileLock> lock() throws IOException {
    var channel =
        FileChannel.open(root.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var lock = Optional.ofNullable(channel.tryLock());
      if (lock.isEmpty()) {
        channel.close();
      }
      return lock;
    } catch (OverlappingFileLockException e) {
      channel.close();
      return Optional.empty();
    }
  }

  private Path folder(String name) throws IOException {
    var folder = root.resolve(name);
    makePrivate(folder);
    return folder;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void makePrivate(Path folder) throws IOException {
    PrivateFolder.ensure(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }
}
