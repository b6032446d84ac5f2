package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.threads.VitalThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A thread that runs a task periodically, and whenever it is woken. Thread-safe. */
final class PeriodicThread implements AutoCloseable {
  private final String name;
  private final Duration every;
  private final Runnable round;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private boolean woken;
  private boolean closed;

  /**
   * @param name of the thread
   * @param every pause between two rounds where nobody wakes it
   * @param round what it does; throws nothing
   */
  PeriodicThread(String name, Duration every, Runnable round) {
    this.name = name;
    this.every = every;
    this.round = round;
  }

  void start() {
    // of the platform: strangers' reports are parsed here, which must not take a carrier from
    // others
    VitalThread.start(Thread.ofPlatform().daemon(), name, this::run);
  }

  /** Begins a round, or one more when the present one is over. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitTurn()) {
        round.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody interrupts it but the end of the process
    }
  }

  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      if (!woken && !closed) {
        news.await(every.toMillis(), TimeUnit.MILLISECONDS);
      }
      woken = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Begins no more rounds; does not wait for the present one. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }
}
