package io.mailhelm.smtp.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Detects that the clock was set back, by comparing it with a monotonic one: what is due at a time
 * would wait for it once more. One thread's.
 */
final class ClockSteps {
  /** Less is not worth a write for everything that waits. */
  static final Duration LEAST = Duration.ofSeconds(5);

  private final Clock clock;
  private final LongSupplier nanos;
  private Instant then;
  private long nanosThen;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  ClockSteps(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    look();
  }

  /** How far the clock was set back since {@link #look}; zero where it was not. */
  Duration back() {
    var elapsed = Duration.ofNanos(nanos.getAsLong() - nanosThen);
    var back = Duration.between(clock.instant(), then.plus(elapsed));
    return back.compareTo(LEAST) >= 0 ? back : Duration.ZERO;
  }

  /** Begins to count steps of the clock from here. */
  void look() {
    nanosThen = nanos.getAsLong();
    then = clock.instant();
  }
}
