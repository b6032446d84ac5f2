package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the contracts of the queue begin with. */
public abstract class QueueFixture extends StoreContract {
  protected static final Instant NOW = Instant.ofEpochMilli(1_764_000_000_000L);

  protected final MailQueue queue() {
    return store.queue();
  }

  protected final Messages message() {
    return Messages.in(store).receivedAt(NOW);
  }

  protected final LeasedDeliveries lease(String lane) {
    return queue().lease(lane, NOW, 100).orElseThrow();
  }

  /** Lanes that have something due, in order. */
  protected static List<String> lanes(MailQueue queue, Instant now, int limit) {
    return queue.due(now, limit).stream().map(LanePart::lane).toList();
  }

  protected final byte[] octets(LeasedDeliveries consignment) throws IOException {
    try (var in = queue().open(consignment)) {
      return in.readAllBytes();
    }
  }

  protected static Settlement settlement(Delivery delivery, State state, Instant due) {
    var outcome =
        switch (state) {
          case DELIVERED -> Attempt.Outcome.DELIVERED;
          case FAILED, EXPIRED -> Attempt.Outcome.FAILED;
          case QUEUED, HELD, CANCELLED -> Attempt.Outcome.DEFERRED;
        };
    var attempt =
        new Attempt(
            NOW,
            Duration.ofMillis(250),
            outcome,
            "mx.elsewhere.example",
            "192.0.2.1:25",
            "TLSv1.3 unverified",
            250,
            "2.0.0",
            "Ok: queued",
            state == State.FAILED,
            state == State.FAILED);
    return new Settlement(delivery.id(), state, due, attempt, false);
  }

  protected final void settle(LeasedDeliveries consignment, State state, Instant due) {
    queue()
        .settle(
            consignment.deliveries().stream().map(each -> settlement(each, state, due)).toList(),
            List.of(),
            List.of());
  }

  protected static DeliveryQuery all() {
    return new DeliveryQuery(
        1_000,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
