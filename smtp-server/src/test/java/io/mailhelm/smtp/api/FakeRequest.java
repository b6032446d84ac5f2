package io.mailhelm.smtp.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A requester that leaves when it is told to, and counts what was begun for it. */
public final class FakeRequest implements OpenRequest {
  private final String key;
  private final List<Runnable> whenLeft = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private boolean left;

  public FakeRequest(String key) {
    this.key = key;
  }

  @Override
  public String name() {
    return key;
  }

  @Override
  public void hold(int objects, long characters) {
    // there is room for all of it
  }

  @Override
  public synchronized boolean hasLeft() {
    return left;
  }

  @Override
  public synchronized void whenLeft(Runnable then) {
    if (left) {
      then.run();
    } else {
      whenLeft.add(then);
    }
  }

  /** Its connection ends. */
  public synchronized void leave() {
    left = true;
    whenLeft.forEach(Runnable::run);
  }

  /** Work that ends when the latch opens. */
  public String work(CountDownLatch end) throws InterruptedException {
    begun.incrementAndGet();
    end.await();
    return key;
  }

  /** Pieces of its work that were begun. */
  public int begun() {
    return begun.get();
  }
}
