package io.mailhelm.watch;

import io.mailhelm.dns.inspect.LookupIntervals;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Does one thing over and over, on a virtual thread of its own: when the pause that it asked for is
 * over, or earlier when it is told to. After a failure it waits twice as long each time. Any
 * thread.
 */
public final class RepeatedTask implements AutoCloseable {
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
  private static final Duration AFTER_MANY = Duration.ofMinutes(10);

  /**
   * Whoever asks to be done again at once would keep a carrier thread: with two cores, two of them
   * stop everything.
   */
  private static final Duration AT_LEAST = Duration.ofMillis(100);

  private final TaskKind kind;
  private final String subject;
  private final Work work;
  private final TaskListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private boolean wanted;
  private boolean closed;
  private int failures;

  /** What is done. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it once.
     *
     * @param task which it is of
     * @return how long until the next time
     * @throws IOException what makes it a failure, as a RuntimeException does
     * @throws InterruptedException when it is to end
     */
    Duration run(RepeatedTask task) throws IOException, InterruptedException;
  }

  private RepeatedTask(TaskKind kind, String subject, Work work, TaskListener listener) {
    this.kind = kind;
    this.subject = subject;
    this.work = work;
    this.listener = listener;
  }

  /**
   * Starts one: it is done for the first time at once.
   *
   * @param subject what it is about
   */
  public static RepeatedTask start(
      TaskKind kind, String subject, Work work, TaskListener listener) {
    var task = new RepeatedTask(kind, subject, work, listener);
    Thread.ofVirtual().name(kind.of(subject)).start(task::run);
    return task;
  }

  /** Has it done again as soon as it is not being done. */
  public void runNow() {
    lock.lock();
    try {
      wanted = true;
      change.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Has it not done any more; if it is being done, that is not waited for. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      change.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is not to be done any more: what it would still write is to be left. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      var pause = Duration.ZERO;
      while (isToRunAfter(pause)) {
        pause = once();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      listener.ended(kind.of(subject), e);
      throw e;
    }
  }

  private Duration once() throws InterruptedException {
    try {
      var asked = work.run(this);
      failures = 0;
      return asked.compareTo(AT_LEAST) < 0 ? AT_LEAST : asked;
    } catch (IOException | RuntimeException e) {
      var pause = afterFailures(++failures, ThreadLocalRandom.current());
      if (!isClosed()) {
        listener.failed(kind, subject, e, pause);
      }
      return pause;
    }
  }

  /**
   * What goes wrong may be for a person to mend, and each try asks strangers.
   *
   * @param inARow at least 1
   */
  static Duration afterFailures(int inARow, RandomGenerator random) {
    return LookupIntervals.doubled(AFTER_A_FAILURE, inARow - 1, AFTER_MANY, random);
  }

  private boolean isToRunAfter(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      var left = TimeUnit.NANOSECONDS.convert(pause);
      while (!closed && !wanted && left > 0) {
        left = change.awaitNanos(left);
      }
      wanted = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}
