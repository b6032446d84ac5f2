package io.mailhelm.watch;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Limits how many tasks do something at the same time; the others wait for their turn. Any thread.
 */
final class ConcurrencyLimit {
  private final Semaphore free;

  /**
   * @param atOnce at least 1
   */
  ConcurrencyLimit(int atOnce) {
    this.free = new Semaphore(atOnce, true);
  }

  /** The work to do. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does the work when its turn comes. */
  <T> T take(Work<T> work) throws IOException, InterruptedException {
    free.acquire();
    try {
      return work.run();
    } finally {
      free.release();
    }
  }
}
