package io.mailhelm.cli.data;

import io.mailhelm.keys.Randomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Files of mode 0600, replaced as a whole: a reader sees the old content or the new, also after a
 * power cut.
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

  /** What is in {@code file}, or else what {@code make} gives, which is then in it. */
  public static byte[] readOrMake(Path file, Supplier<byte[]> make) throws IOException {
    if (!Files.exists(file)) {
      write(file, make.get());
    }
    return Files.readAllBytes(file);
  }
}
