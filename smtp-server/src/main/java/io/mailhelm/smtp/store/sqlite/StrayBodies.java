package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder of bodies that no row names, a file each. Most are of messages that were arriving when
 * the process ended; but where a database was restored that is older than the bodies, they are mail
 * that was acknowledged. So they are moved here and deleted only after a long time; a start with a
 * database that names them moves them back. Thread-safe.
 */
final class StrayBodies {
  private final Path folder;
  private final AtomicLong count = new AtomicLong();

  private StrayBodies(Path folder) {
    this.folder = folder;
  }

  /** Those moved aside before. */
  static StrayBodies in(Path folder) throws IOException {
    var strays = new StrayBodies(folder);
    try (var files = Files.list(folder)) {
      strays.count.set(files.count());
    }
    return strays;
  }

  /** Moves a body here; it is kept from {@code now} on. */
  void take(Path body, Instant now) throws IOException {
    Files.setLastModifiedTime(body, FileTime.from(now));
    Files.move(body, folder.resolve(body.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    count.incrementAndGet();
  }

  /**
   * Moves those that rows name back to where they belong: none that is named may be forgotten here.
   *
   * @return how many
   */
  long giveBack(Set<String> named, Path bodies) throws IOException {
    long returned = 0;
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        if (named.contains(name) && Files.notExists(bodies.resolve(name))) {
          Files.move(file, bodies.resolve(name), StandardCopyOption.ATOMIC_MOVE);
          count.decrementAndGet();
          returned++;
        }
      }
    }
    return returned;
  }

  /** Removes those that came here before then. */
  void forget(Instant before) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.delete(file);
          count.decrementAndGet();
        }
      }
    }
  }

  long count() {
    return count.get();
  }

  Path folder() {
    return folder;
  }
}
