package io.mailhelm.smtp.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves, with or without time passing. One thread's. */
final class SteppedClock extends Clock {
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private long nanos;

  /** Time passes. */
  void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** Somebody sets it, forward or back. */
  void step(Duration by) {
    now = now.plus(by);
  }

  /** What has passed, as {@link System#nanoTime} has it. */
  long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("one zone");
  }
}
