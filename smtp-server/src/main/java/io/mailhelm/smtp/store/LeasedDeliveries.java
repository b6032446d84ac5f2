package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Deliveries of one message, leased: nobody else attempts them until they are settled or given
 * back. Those leased to be sent are in one lane and go to one destination.
 *
 * @param dsn what the sender asked about reports
 * @param requirements what the sender asked of every hop
 * @param receivedAt when the message was accepted
 * @param deliveries one or more; domain, policy, user, reverse-path and size are the same in all
 */
public record LeasedDeliveries(
    String messageId,
    Instant receivedAt,
    NewMessage.Dsn dsn,
    Set<Requirement> requirements,
    List<Delivery> deliveries) {
  public LeasedDeliveries {
    requirements = Set.copyOf(requirements);
    deliveries = List.copyOf(deliveries);
  }

  /** Any of them, for what they have in common. */
  public Delivery any() {
    return deliveries.getFirst();
  }
}
