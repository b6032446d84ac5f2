package io.mailhelm.smtp.fake;

import io.mailhelm.dns.ElapsedTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on only when a test moves it. Thread-safe. */
public final class HandClock extends Clock {
  private static final Instant BEGINNING = Instant.parse("2026-11-23T08:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(BEGINNING);
  private final AtomicLong setBack = new AtomicLong();

  /** Moves it on. */
  public void advance(Duration by) {
    now.updateAndGet(then -> then.plus(by));
  }

  /** Sets it back, which no time passes by. */
  public void setBack(Duration by) {
    now.updateAndGet(then -> then.minus(by));
    setBack.addAndGet(by.toNanos());
  }

  /** Sets it forward, which takes no time. */
  public void setForward(Duration by) {
    setBack(by.negated());
  }

  /** The time that has passed, however it was set. */
  public ElapsedTime elapsed() {
    return new ElapsedTime(this::nanos);
  }

  /** The time that has passed, as {@link System#nanoTime} has it. */
  public long nanos() {
    return Duration.between(BEGINNING, now.get()).toNanos() + setBack.get();
  }

  /** Moves it to a time that is not past. */
  public void advanceTo(Instant later) {
    now.updateAndGet(then -> then.isBefore(later) ? later : then);
  }

  @Override
  public Instant instant() {
    return now.get();
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
