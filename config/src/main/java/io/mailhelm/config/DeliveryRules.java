package io.mailhelm.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How delivery to other servers is attempted ({@code SendPolicy.spec.delivery}).
 *
 * @param retry pauses between attempts, one or more; the last one repeats
 * @param expireAfter when a message is given up and bounced (RFC 5321 §4.5.4.1)
 * @param tls whether connections to a recipient's MX must use TLS
 * @param connectionsPerDestination the most connections at once to one destination, 1 or more
 * @param messagesPerMinutePerDestination the most messages; empty: no limit
 */
public record DeliveryRules(
    List<Duration> retry,
    Duration expireAfter,
    TlsLevel tls,
    int connectionsPerDestination,
    Optional<Integer> messagesPerMinutePerDestination) {
  /** The rules of a SendPolicy that declares none; the schema's defaults are the same. */
  public static final DeliveryRules DEFAULT =
      new DeliveryRules(
          List.of(
              Duration.ofMinutes(15),
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(4),
              Duration.ofHours(8),
              Duration.ofHours(16),
              Duration.ofHours(24)),
          Duration.ofHours(120),
          TlsLevel.Opportunistic,
          5,
          Optional.empty());

  public DeliveryRules {
    retry = List.copyOf(retry);
    if (retry.isEmpty()) {
      throw new IllegalArgumentException("retry has one pause or more");
    }
    Objects.requireNonNull(expireAfter);
    Objects.requireNonNull(tls);
    if (connectionsPerDestination < 1) {
      throw new IllegalArgumentException("connectionsPerDestination must be more than 0");
    }
    Objects.requireNonNull(messagesPerMinutePerDestination);
  }

  /** The pause after this many attempts, 1 or more. */
  public Duration pauseAfter(int attempts) {
    return retry.get(Math.min(attempts, retry.size()) - 1);
  }
}
