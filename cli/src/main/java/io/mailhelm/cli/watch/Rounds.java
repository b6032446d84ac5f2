package io.mailhelm.cli.watch;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.threads.VitalThread;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Looks at each of some subjects again and again, each at its own pace, on a virtual thread each;
 * and at once when it changes. Thread-safe.
 *
 * @param <S> a value: an equal one is the same subject
 */
final class Rounds<S> implements AutoCloseable {
  /** After a look that failed for a reason of our own. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /** Between two looks at a subject that did not change meanwhile. */
  private static final Duration AT_LEAST = Duration.ofMillis(100);

  private final Map<String, Round> rounds = new ConcurrentHashMap<>();
  private final String what;
  private final Look<S> look;
  private final Observer observer;

  /**
   * @param what is looked at, for the log
   */
  Rounds(String what, Look<S> look, Observer observer) {
    this.what = what;
    this.look = look;
    this.observer = observer;
  }

  /** One look. */
  @FunctionalInterface
  interface Look<S> {
    /**
     * Looks at a subject.
     *
     * @return how long to wait before the next look
     */
    Duration at(String name, S subject) throws IOException;
  }

  /** These are looked at from now on; rounds of others end. One caller at a time. */
  void of(Map<String, S> subjects) {
    for (var name : rounds.keySet()) {
      if (!subjects.containsKey(name)) {
        rounds.remove(name).end();
      }
    }
    subjects.forEach(
        (name, subject) ->
            rounds.computeIfAbsent(name, any -> new Round(any, subject)).become(subject));
  }

  /** Whether a subject is still what it was when a look at it began. */
  boolean isCurrent(String name, S subject) {
    var round = rounds.get(name);
    return round != null && subject.equals(round.subject);
  }

  /** Ends all rounds, without waiting for a look that is going on. */
  @Override
  public void close() {
    of(Map.of());
  }

  private final class Round {
    private final String name;
    private final Semaphore rung = new Semaphore(0);
    private volatile S subject;
    private volatile boolean ended;

    Round(String name, S subject) {
      this.name = name;
      this.subject = subject;
      VitalThread.start(Thread.ofVirtual(), what + " " + name, this::run);
    }

    void become(S next) {
      if (!next.equals(subject)) {
        subject = next;
        rung.release();
      }
    }

    void end() {
      ended = true;
      rung.release();
    }

    private void run() {
      try {
        while (!ended) {
          rung.drainPermits(); // before the subject is read: no change of it goes unnoticed
          rung.tryAcquire(pause(once()).toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /**
     * A look that was not taken asks for the next one at once; round and round, it would keep a
     * carrier.
     */
    private static Duration pause(Duration asked) {
      return asked.compareTo(AT_LEAST) < 0 ? AT_LEAST : asked;
    }

    private Duration once() {
      try {
        return look.at(name, subject);
      } catch (IOException | RuntimeException e) {
        observer.on(new Event.Failed(what + " " + name, e));
        return AFTER_FAILURE;
      }
    }
  }
}
