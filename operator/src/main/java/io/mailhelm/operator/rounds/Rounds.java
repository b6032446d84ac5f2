package io.mailhelm.operator.rounds;

import io.mailhelm.operator.cluster.RequestFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * One thing done over and over, on a virtual thread of its own: when the pause that it asked for is
 * over, or earlier when it is called for. Any thread.
 */
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Rounds.class);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);
  private static final Duration AFTER_MANY = Duration.ofMinutes(10);
  private static final int DOUBLINGS_AT_MOST = 16;

  private final String name;
  private final Round round;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private boolean called;
  private boolean closed;
  private int faults;

  /** One of them. */
  @FunctionalInterface
  public interface Round {
    /**
     * @param rounds which it is one of
     * @return how long until the next
     * @throws InterruptedException when it is to end
     */
    Duration go(Rounds rounds) throws InterruptedException;
  }

  private Rounds(String name, Round round) {
    this.name = name;
    this.round = round;
  }

  /** Begins at once. */
  public static Rounds begin(String name, Round round) {
    var rounds = new Rounds(name, round);
    Thread.ofVirtual().name(name).start(rounds::run);
    return rounds;
  }

  /** Another round as soon as the one that goes on, if any, is over. */
  public void call() {
    lock.lock();
    try {
      called = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** No further round; one that goes on is not waited for. */
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

  /** Whether there will be no further round: what one that goes on would still do is to be left. */
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
      while (wait(pause)) {
        pause = once();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      // no further round: the process has to be started again
      EndedRounds.add(name);
      throw e;
    }
  }

  private Duration once() throws InterruptedException {
    try {
      var pause = round.go(this);
      faults = 0;
      return pause;
    } catch (RuntimeException e) {
      var pause = afterFaults(++faults);
      var failure = RequestFailure.line(e);
      if (!isClosed() && failure.isPresent()) {
        LOG.warnf("%s goes on in %s: %s", name, pause, failure.get());
      } else if (!isClosed()) {
        LOG.errorf(e, "%s goes on in %s", name, pause);
      }
      return pause;
    }
  }

  /**
   * Twice as long each time: what goes wrong may be for a person to mend, and each round asks
   * strangers.
   *
   * @param inARow at least 1
   */
  static Duration afterFaults(int inARow) {
    var pause = AFTER_A_FAULT.multipliedBy(1L << Math.min(inARow - 1, DOUBLINGS_AT_MOST));
    return pause.compareTo(AFTER_MANY) < 0 ? pause : AFTER_MANY;
  }

  /** Whether there is to be another. */
  private boolean wait(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      var left = TimeUnit.NANOSECONDS.convert(pause);
      while (!closed && !called && left > 0) {
        left = news.awaitNanos(left);
      }
      called = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}
