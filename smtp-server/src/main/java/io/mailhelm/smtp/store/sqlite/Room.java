package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Watches what is left on the disk, and has mail refused while there still is a little: on a disk
 * that is full to the last octet nothing can be deleted either, since the log has to grow for that,
 * nor can the log be folded back into a database that cannot grow.
 */
class Room {
  /** Kept free: twice what the log holds when it is folded back. */
  static final long RESERVE_OCTETS = 32 << 20;

  /** A look is a system call. In this time the fastest disk takes a fraction of the reserve. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final LongSupplier usableOctets;
  private volatile long looked = System.nanoTime() - FRESH_NANOS;
  private volatile long usable;
  private volatile long reusable;

  Room(LongSupplier usableOctets) {
    this.usableOctets = usableOctets;
  }

  /** On the disk that a folder is on. */
  static Room on(Path folder) throws IOException {
    var disk = Files.getFileStore(folder);
    return new Room(() -> usable(disk));
  }

  private static long usable(FileStore disk) {
    try {
      return disk.getUsableSpace();
    } catch (IOException _) {
      // Not known: then a write finds out.
      return Long.MAX_VALUE / 2;
    }
  }

  /** Octets inside the database that deleted mail has left, for other rows to use. */
  void reusable(long octets) {
    reusable = octets;
  }

  /** Whether no more mail should be taken; at most some milliseconds old. */
  boolean isScarce() {
    return usable() + reusable < RESERVE_OCTETS;
  }

  /** The same for mail with a file of its own, which has no use for room in the database. */
  boolean isScarceForFiles() {
    return usable() < RESERVE_OCTETS;
  }

  private long usable() {
    var now = System.nanoTime();
    if (now - looked >= FRESH_NANOS) {
      usable = usableOctets.getAsLong();
      looked = now;
    }
    return usable;
  }
}
