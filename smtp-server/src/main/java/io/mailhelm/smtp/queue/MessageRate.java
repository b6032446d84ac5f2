package io.mailhelm.smtp.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * Limits the messages a minute by spacing them evenly. Not thread-safe: its lane's lock guards it.
 */
final class MessageRate {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private Instant next = Instant.EPOCH;

  /**
   * Takes a turn, unless it is too early for one.
   *
   * @param perMinute at most, 1 or more
   * @return how long to wait before asking again; zero: go ahead
   */
  Duration take(Instant now, int perMinute) {
    if (next.isAfter(now)) {
      return Duration.between(now, next);
    }
    next = now.plus(MINUTE.dividedBy(perMinute));
    return Duration.ZERO;
  }

  /** When the next turn is. */
  Instant next() {
    return next;
  }

  /** Whether a turn is free. */
  boolean isFree(Instant now) {
    return !next.isAfter(now);
  }

  /** The clock was set back by so much. */
  void rebase(Duration back) {
    next = next.isAfter(Instant.EPOCH) ? next.minus(back) : next;
  }

  /** Gives back a turn that was not used. */
  void untake(Instant now) {
    next = now;
  }
}
