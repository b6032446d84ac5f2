package io.mailhelm.smtp.queue;

import java.time.Instant;
import java.util.Objects;

/**
 * A lane whose servers asked for less: 421 (RFC 5321 §4.2.2), or an enhanced code 4.7.x (RFC 3463
 * §3.8). Immutable.
 *
 * @param connections at once at most, 1 or more
 * @param perMinute messages at most, 1 or more
 * @param since when it was asked for the first time
 * @param changed when it was slowed down last
 * @param reply what was said last
 * @param taken messages that were taken since the latest change
 */
record SlowedLane(
    int connections, int perMinute, Instant since, Instant changed, String reply, int taken) {
  /** The rate that a lane is slowed down to at first. */
  static final int FIRST_RATE = 60;

  /** Messages a minute beyond which a rate bounds nothing. */
  private static final int MOST_RATE = 1 << 20;

  /** So many messages that are taken raise what the lane may have. */
  static final int STEP = 10;

  SlowedLane {
    Objects.requireNonNull(since);
    Objects.requireNonNull(changed);
    Objects.requireNonNull(reply);
  }

  /**
   * A lane that is asked for the first time.
   *
   * @param connections that it might have had
   */
  static SlowedLane first(int connections, Instant now, String reply) {
    return new SlowedLane(half(connections), FIRST_RATE, now, now, reply, 0);
  }

  /** It is asked again. */
  SlowedLane slower(Instant now, String reply) {
    return new SlowedLane(half(connections), half(perMinute), since, now, reply, 0);
  }

  /** A message was taken: every so many of them it may have more. */
  SlowedLane faster() {
    return taken + 1 < STEP
        ? new SlowedLane(connections, perMinute, since, changed, reply, taken + 1)
        : new SlowedLane(
            connections + 1, Math.min(perMinute, MOST_RATE / 2) * 2, since, changed, reply, 0);
  }

  /**
   * Whether it has all it might have.
   *
   * @param most connections of the lane
   */
  boolean isOver(int most) {
    return connections >= most && perMinute > FIRST_RATE;
  }

  private static int half(int value) {
    return Math.max(1, value / 2);
  }
}
