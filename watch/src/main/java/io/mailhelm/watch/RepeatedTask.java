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
 * Repeats a task on a virtual thread of its own: after the pause that the task asked for, or
 * earlier when told to. After failures the pause doubles each time. Any thread.
 */
public final class RepeatedTask implements AutoCloseable {
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
  private static final Duration AFTER_MANY = Duration.ofMinutes(10);

  /**
   * The shortest pause. Tasks that run again at once would each keep a carrier thread: with two
   * cores, two of them would stop everything.
   */
  private static final Duration AT_LEAST = Duration.ofMillis(100);

  private final String name;
  private final Work work;
  private final TaskListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private boolean wanted;
  private boolean closed;
  private int failures;

  /** The task that is repeated. */
  @FunctionalInterface
  public interface Work {
    /**
     * * Runs the task once.
     *
     * @param task the repetition that it is part of
     * @return the pause until the next run
     * @throws IOException for a failure, as a RuntimeException is
     * @throws InterruptedException when the task is to end
     */
    Duration run(RepeatedTask task) throws IOException, InterruptedException;
  }

  private RepeatedTask(String name, Work work, TaskListener listener) {
    this.name = name;
    this.work = work;
    this.listener = listener;
  }

  /**
   * Starts a task, whose first run is at once.
   *
   * @param name the name for logs, e.g. {@code dns of example.com}
   */
  public static RepeatedTask start(String name, Work work, TaskListener listener) {
    var task = new RepeatedTask(name, work, listener);
    Thread.ofVirtual().name(name).start(task::run);
    return task;
  }

  /** Has it run again at once, or as soon as the present run ends. */
  public void runNow() {
    lock.lock();
    try {
      wanted = true;
      change.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Stops it, and does not wait for a run that is under way. */
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

  /** Whether it has been stopped: a run that is still under way should write nothing more. */
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
      listener.ended(name, e);
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
        listener.failed(name, e, pause);
      }
      return pause;
    }
  }

  /**
   * The pause after failures. It grows because a person may have to repair the cause, and each try
   * asks other people's servers.
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
