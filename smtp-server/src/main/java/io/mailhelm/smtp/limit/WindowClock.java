package io.mailhelm.smtp.limit;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time by which windows slide: that of the clock, without its steps. A clock that is set a day
 * forward would empty every window, and one that is set back would keep it full; so this time goes
 * on as if nothing had happened. It never goes back. Not thread-safe.
 */
final class WindowClock {
  /** A smaller difference is no step: time that was corrected bit by bit, or a pause. */
  private static final long LEAST = 5_000;

  private final Clock clock;
  private final LongSupplier nanos;
  private long wall;
  private long nano;
  private long ahead;
  private long last;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  WindowClock(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.wall = clock.millis();
    this.nano = nanos.getAsLong();
    this.last = wall;
  }

  /** Now, in milliseconds; at first those since 1970. */
  long now() {
    long nextWall = clock.millis();
    long nextNano = nanos.getAsLong();
    long step = nextWall - wall - (nextNano - nano) / 1_000_000;
    wall = nextWall;
    nano = nextNano;
    if (Math.abs(step) >= LEAST) {
      ahead += step;
    }
    last = Math.max(last, wall - ahead);
    return last;
  }

  /** By how much the clock is ahead of this time, in milliseconds; behind where it is negative. */
  long ahead() {
    return ahead;
  }

  /** What the clock showed at the last {@link #now}. */
  Instant instant() {
    return Instant.ofEpochMilli(wall);
  }

  /** What the clock shows, or will show, at a time of this one. */
  Instant wall(long millis) {
    return Instant.ofEpochMilli(millis + ahead);
  }

  /** Whether times that differ so much, in milliseconds, tell of a step of the clock. */
  static boolean isStep(long difference) {
    return Math.abs(difference) >= LEAST;
  }
}
