package io.mailhelm.operator.rounds;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets so many work at once, and the others wait for their turn. Any thread. */
public final class Crowd {
  private final Semaphore free;

  /**
   * @param atOnce at least 1
   */
  public Crowd(int atOnce) {
    this.free = new Semaphore(atOnce, true);
  }

  /** Does it when it is its turn. */
  public <T> T take(Supplier<T> work) throws InterruptedException {
    free.acquire();
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
