package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Watches the free space of the disk, and has mail refused while a reserve is still left: on a full
 * disk nothing can be deleted either, since the log has to grow for that, nor can the log be copied
 * into a database that cannot grow.
 */
class DiskSpace {
  /** What is kept free at least, whatever is declared: twice what the log holds. */
  static final long LEAST_RESERVE = 32 << 20;

  /** A volume has this much room for mail at least, besides the reserve. */
  static final long LEAST_VOLUME = 32 << 20;

  /** A look is a system call. In this time the fastest disk takes a fraction of the reserve. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final LongSupplier usableOctets;
  private final LongSupplier reserve;
  private volatile long looked = System.nanoTime() - FRESH_NANOS;
  private volatile long usable;
  private volatile long reusable;

  /**
   * @param usableOctets what is left on the disk
   * @param reserve what of it is kept free, as declared
   */
  DiskSpace(LongSupplier usableOctets, LongSupplier reserve) {
    this.usableOctets = usableOctets;
    this.reserve = reserve;
  }

  /** On the disk that a folder is on. */
  static DiskSpace on(Path folder, LongSupplier reserve) throws IOException {
    var disk = Files.getFileStore(folder);
    return new DiskSpace(() -> usable(disk), reserve);
  }

  /**
   * Refuses a volume that could never take any mail.
   *
   * @param total octets of the whole volume
   * @throws IOException with what to do
   */
  static void requireVolume(Path folder, long total, long declaredReserve) throws IOException {
    var least = Math.max(declaredReserve, LEAST_RESERVE) + LEAST_VOLUME;
    if (total < least) {
      throw new IOException(
          ("the volume of %s has %d MiB in all, too little to run on: %d MiB are kept free"
                  + " (spec.server.limits.storage.reserve, never less than %d), and mail needs %d"
                  + " more. Give it %d MiB or more")
              .formatted(
                  folder.toAbsolutePath(),
                  total >> 20,
                  least - LEAST_VOLUME >> 20,
                  LEAST_RESERVE >> 20,
                  LEAST_VOLUME >> 20,
                  least >> 20));
    }
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
    return usable() + reusable < reserve();
  }

  /** The same for mail with a file of its own, which has no use for room in the database. */
  boolean isScarceForFiles() {
    return usable() < reserve();
  }

  /**
   * Whether not even outcomes of attempts should be written: the second half of the reserve is for
   * deletions, and for the next start.
   */
  boolean isLeftToDeletions() {
    return usable() + reusable < reserve() / 2;
  }

  /** What is kept free. */
  long reserve() {
    return Math.max(reserve.getAsLong(), LEAST_RESERVE);
  }

  private long usable() {
    var now = System.nanoTime();
    if (now - looked >= FRESH_NANOS) {
      usable = usableOctets.getAsLong();
      looked = now;
    }
    return usable;
  }

  /** What is left on the disk at this moment. */
  long usableNow() {
    return usableOctets.getAsLong();
  }
}
