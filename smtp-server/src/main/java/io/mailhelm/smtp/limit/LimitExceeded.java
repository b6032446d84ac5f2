package io.mailhelm.smtp.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A limit that leaves no room for a recipient more.
 *
 * @param words the sentence for whoever sends: which limit it is, and when there is room
 * @param roomIn how long until there is room; empty: there never is
 */
public record LimitExceeded(String words, Optional<Duration> roomIn) {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /**
   * @param now by the clock
   * @param roomAt by the clock; empty: never
   */
  static LimitExceeded of(Limit limit, Instant now, Optional<Instant> roomAt) {
    var who =
        limit.isOfUser()
            ? "each user of policy '%s' may send".formatted(limit.policy())
            : "policy '%s' may send".formatted(limit.policy());
    var most =
        "%s to %d recipient%s %s"
            .formatted(who, limit.most(), limit.most() == 1 ? "" : "s", limit.window().words());
    var roomIn = roomAt.map(at -> Duration.between(now, at));
    return new LimitExceeded(
        roomIn
            .map(
                wait ->
                    "%s: there is room again in %s, at %s"
                        .formatted(most, words(wait), roomAt.get().truncatedTo(ChronoUnit.SECONDS)))
            .orElse(most),
        roomIn);
  }

  /** Rounded up: whoever comes then finds room. */
  private static String words(Duration wait) {
    long seconds = Math.max(1, Math.ceilDiv(wait.toMillis(), 1_000));
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    if (seconds < 2 * HOUR) {
      return Math.ceilDiv(seconds, MINUTE) + " min";
    }
    return seconds < 2 * DAY
        ? Math.ceilDiv(seconds, HOUR) + " h"
        : Math.ceilDiv(seconds, DAY) + " d";
  }
}
