package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** A disk as large as a test says, taken up by what is in a folder now. */
record SmallDisk(Path folder, long capacity) implements LongSupplier {
  @Override
  public long getAsLong() {
    try (var files = Files.walk(folder)) {
      return capacity - files.mapToLong(SmallDisk::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      return getAsLong(); // a file went while it was looked at
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
