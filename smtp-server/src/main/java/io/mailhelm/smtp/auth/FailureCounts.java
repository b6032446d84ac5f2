package io.mailhelm.smtp.auth;

import io.mailhelm.dns.ElapsedTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts failures by key within a sliding window, in memory of a fixed size (a count-min sketch).
 * Nothing is ever evicted, so that an attacker cannot get failures forgotten by failing under other
 * names: keys that share a cell count together, and a key's count is the smallest of its {@value
 * #ROWS} cells. A count is never too small. It is too large only for a key all of whose cells are
 * shared.
 *
 * <p>A failure is forgotten when the window has passed, at most one sixteenth of it late.
 * Thread-safe.
 */
final class FailureCounts {
  /** Counts beyond this are not told apart; a larger limit counts as this one. */
  static final int MAX = Short.MAX_VALUE;

  private static final int ROWS = 4;
  private static final int SLICES = 16;
  private final ElapsedTime time;
  private final int width;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Slice> slices = new ArrayDeque<>();

  /**
   * @param width cells of a row, a power of two, 65,536 at most; a row of one slice takes two
   *     octets a cell, and there are {@value #ROWS} rows and up to 17 slices while failures come in
   */
  FailureCounts(ElapsedTime time, int width) {
    this.time = time;
    this.width = width;
  }

  /** What failed in one sixteenth of the window, until {@code end}. */
  private record Slice(long end, short[] cells) {}

  /** Whether {@code key} has failed {@code limit} times within {@code window}, or may have. */
  boolean reached(long key, int limit, Duration window) {
    lock.lock();
    try {
      forget(window);
      var least = Integer.MAX_VALUE;
      for (int row = 0; row < ROWS; row++) {
        int sum = 0;
        int cell = cell(key, row);
        for (var slice : slices) {
          sum += slice.cells()[cell];
        }
        least = Math.min(least, sum);
      }
      return least >= Math.min(limit, MAX);
    } finally {
      lock.unlock();
    }
  }

  /** Counts a failure. */
  void add(long key, Duration window) {
    lock.lock();
    try {
      forget(window);
      var cells = current(window).cells();
      // Every row, even where another is less: what hides behind a neighbour now must still be
      // there when the neighbour's failures are forgotten.
      for (int row = 0; row < ROWS; row++) {
        int cell = cell(key, row);
        if (cells[cell] < MAX) {
          cells[cell]++;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private int cell(long key, int row) {
    return row * width + ((int) (key >>> 16 * row) & width - 1);
  }

  private Slice current(Duration window) {
    long length = Math.max(1, window.toMillis() / SLICES);
    long end = (Math.floorDiv(time.now().toMillis(), length) + 1) * length;
    var newest = slices.peekLast();
    if (newest == null || newest.end() < end) {
      newest = new Slice(end, new short[ROWS * width]);
      slices.addLast(newest);
    }
    return newest;
  }

  private void forget(Duration window) {
    long now = time.now().toMillis();
    long length = window.toMillis();
    slices.removeIf(slice -> slice.end() + length <= now);
  }
}
