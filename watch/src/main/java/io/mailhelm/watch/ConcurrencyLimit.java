package io.mailhelm.watch;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/** A bound on how many do something at once; the others wait for their turn. Any thread. */
final class ConcurrencyLimit {
  private final Semaphore free;

  /**
   * @param atOnce at least 1
   */
  ConcurrencyLimit(int atOnce) {
    this.free = new Semaphore(atOnce, true);
  }

  /** What is done. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does it when it is its turn. */
  <T> T take(Work<T> work) throws IOException, InterruptedException {
    free.acquire();
    try {
      return work.run();
    } finally {
      free.release();
    }
  }
}
