package io.mailhelm.smtp.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A query for deliveries. Every part that is empty matches all.
 *
 * @param limit 1 to 1,000
 * @param after only deliveries older than this one
 * @param states any of them
 * @param domain the domain of ours it leaves from
 * @param destination the recipient's domain
 * @param user the login it came by, whoever had it then
 * @param mailboxId of who handed it over
 * @param recipient any part of its address, whatever the case
 * @param queuedBefore for those of at least some age
 */
public record DeliveryQuery(
    int limit,
    Optional<DeliveryId> after,
    Set<Delivery.State> states,
    Optional<String> domain,
    Optional<String> destination,
    Optional<String> user,
    Optional<String> mailboxId,
    Optional<String> messageId,
    Optional<String> recipient,
    Optional<Instant> queuedBefore) {
  public static final int MAX_LIMIT = 1_000;

  public DeliveryQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
    }
    states = Set.copyOf(states);
  }
}
