package io.mailhelm.smtp.api;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds up work of a fake until a test lets it go on; open at first. Thread-safe. */
public final class SlowGate {
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile CountDownLatch until = new CountDownLatch(0);

  /** From now on work goes on when that is over. */
  public void slowedBy(CountDownLatch latch) {
    until = latch;
  }

  /** How many wait for that. */
  public int waiting() {
    return waiting.get();
  }

  void pass() {
    waiting.incrementAndGet();
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.decrementAndGet();
    }
  }
}
