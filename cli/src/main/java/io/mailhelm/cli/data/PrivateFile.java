package io.mailhelm.cli.data;

import io.mailhelm.keys.Randomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Reads and replaces files of mode 0600. A file is replaced as a whole: a reader sees the old
 * content or the new, even after a power cut.
 */
public final class PrivateFile {
  private PrivateFile() {}

  /** Replaces the file at {@code path}, and returns when the new content is on stable storage. */
  public static void write(Path path, byte[] content) throws IOException {
    // A link stays a link: what it leads to is replaced.
    var file = Files.isSymbolicLink(path) ? path.toRealPath() : path;
    // A dot first, so that whoever watches the folder for declarations passes it over.
    var temporary =
        file.resolveSibling(
            "." + file.getFileName() + "." + HexFormat.of().formatHex(Randomness.octets(8)));
    try {
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (var folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  /** As {@link #write(Path, byte[])}, in UTF-8. */
  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The content of {@code file}; where it does not exist, it is first written with what {@code
   * make} gives.
   */
  public static byte[] readOrMake(Path file, Supplier<byte[]> make) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      write(file, make.get());
    }
    return read(file);
  }

  /**
   * The content of a file of ours, none of which is ever empty.
   *
   * @throws IOException when it is empty or cannot be read, naming it and what to do
   */
  public static byte[] read(Path file) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw unusable(file, "is a link to a file that is not there", e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          file + " cannot be read by the user that this runs as: give it to that user", e);
    } catch (IOException e) {
      throw unusable(file, "cannot be read (" + e.getMessage() + ")", e);
    }
    if (content.length == 0) {
      throw unusable(file, "is empty", null);
    }
    return content;
  }

  private static IOException unusable(Path file, String why, IOException cause) {
    return new IOException(
        "%s %s: put it back from a backup, or remove it to have another one made"
            .formatted(file, why),
        cause);
  }
}
