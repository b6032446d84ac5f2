package io.mailhelm.operator.it;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of this machine, and as much later as a test says. */
final class LateClock extends Clock {
  private volatile Duration later = Duration.ZERO;

  void isLate(Duration by) {
    later = by;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(later);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
