package io.mailhelm.dns;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time as it passes. Everything that is kept in memory for a while, or given up after a while, is
 * timed by it: by the clock that tells the date, which people and time servers set, it would stay
 * for as long as the clock was set back, or end at once where it was set forward. What outlives the
 * process has dates. Thread-safe.
 */
public final class ElapsedTime {
  /** Of this machine ({@link System#nanoTime}). */
  public static final ElapsedTime SYSTEM = new ElapsedTime(System::nanoTime);

  private final LongSupplier nanos;
  private final long origin;

  /**
   * @param nanos as {@link System#nanoTime}: only differences mean anything
   */
  public ElapsedTime(LongSupplier nanos) {
    this.nanos = nanos;
    this.origin = nanos.getAsLong();
  }

  /** How much has passed since this was made. */
  public Duration now() {
    return Duration.ofNanos(nanos.getAsLong() - origin);
  }

  /** Whether {@code end}, a value of {@link #now} or one later, has come. */
  public boolean isPast(Duration end) {
    return now().compareTo(end) >= 0;
  }
}
