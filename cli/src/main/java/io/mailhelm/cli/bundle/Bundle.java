package io.mailhelm.cli.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP file of texts, each of which is redacted before it is written. Only its owner may read it.
 */
public final class Bundle implements AutoCloseable {
  /** The most characters of a text; a longer one is cut and says so. */
  public static final int LONGEST = 8_000_000;

  private final ZipOutputStream zip;
  private final Redaction redaction;

  /**
   * @throws java.nio.file.FileAlreadyExistsException when it is there already
   */
  public Bundle(Path file, Redaction redaction) throws IOException {
    this.redaction = redaction;
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    this.zip = new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE));
  }

  /** Adds a text under a path. */
  public void add(String path, String text) throws IOException {
    // Cut afterwards: half a secret would not be known for one.
    var clean = redaction.of(text);
    var end = clean.length() > LONGEST ? "\n(cut at %d characters)\n".formatted(LONGEST) : "";
    zip.putNextEntry(new ZipEntry(redaction.of(path)));
    zip.write(
        (clean.substring(0, Math.min(clean.length(), LONGEST)) + end)
            .getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** Completes the file. */
  @Override
  public void close() throws IOException {
    zip.close();
  }
}
