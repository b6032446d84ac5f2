package io.mailhelm.smtp.observe;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Writes lines to the console and to a file. Used by one thread. A file that fails is tried again;
 * the console goes on.
 */
final class LogSink implements AutoCloseable {
  private final PrintStream console;
  private final Optional<Path> path;
  private final StringBuilder pending = new StringBuilder(8 << 10);
  private Optional<BufferedWriter> file = Optional.empty();
  private boolean failing;

  LogSink(PrintStream console, Optional<Path> path) throws IOException {
    this.console = console;
    this.path = path;
    if (path.isPresent()) {
      file = Optional.of(open(path.get()));
    }
  }

  void append(CharSequence line) {
    pending.append(line);
  }

  /** Drops what was appended. */
  void forget() {
    pending.setLength(0);
  }

  /** Writes what was appended, in one piece. */
  void flush() {
    var bytes = pending.toString().getBytes(StandardCharsets.UTF_8);
    console.write(bytes, 0, bytes.length);
    console.flush();
    path.ifPresent(this::toFile);
    pending.setLength(0);
  }

  private void toFile(Path to) {
    try {
      if (file.isEmpty() || Files.notExists(to)) {
        close();
        file = Optional.of(open(to));
      }
      file.get().append(pending).flush();
      failing = false;
    } catch (IOException e) {
      close();
      if (!failing) {
        failing = true;
        console.println("the log file cannot be written, the console goes on: " + e.getMessage());
      }
    }
  }

  private static BufferedWriter open(Path path) throws IOException {
    var folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (!Files.exists(path)) {
      // It names who writes to whom, and whatever was typed as a login.
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.newBufferedWriter(path, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      // What could not be flushed is on the console.
      failing = true;
    }
    file = Optional.empty();
  }
}
