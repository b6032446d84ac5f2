package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Consignment;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import java.time.Duration;
import java.time.Instant;

/** Gives up what was held for so long that nobody will release it, and tells its senders. */
final class HeldTooLong {
  /** RFC 3463 §3.5: delivery time expired. */
  private static final String EXPIRED = "4.4.7";

  private final Delivering shared;
  private final Settling settling;

  HeldTooLong(Delivering shared) {
    this.shared = shared;
    this.settling = new Settling(shared, () -> {});
  }

  /**
   * Expires all that is held for longer than {@code most}, whatever for.
   *
   * @param most how long a hold may last
   */
  void expire(Duration most) {
    var now = shared.clock().instant();
    for (var held = shared.queue().leaseHeld(now.minus(most));
        held.isPresent();
        held = shared.queue().leaseHeld(now.minus(most))) {
      expire(held.get(), now);
    }
  }

  private void expire(Consignment held, Instant now) {
    var done = false;
    try {
      var verdicts =
          held.deliveries().stream()
              .map(it -> new Verdict(it, attempt(it, now), State.EXPIRED, now))
              .toList();
      settling.settleOnce(held, verdicts, false, now);
      done = true;
    } finally {
      if (!done) {
        settling.giveBack(held.deliveries());
      }
    }
  }

  /** None was made: it stands in the history for why there is no other outcome. */
  private static Attempt attempt(Delivery delivery, Instant now) {
    var why =
        delivery
            .hold()
            .map(hold -> "it was held since %s: %s".formatted(hold.since(), hold.reason().words()))
            .orElse("it was held");
    return new Attempt(now, Duration.ZERO, Outcome.DEFERRED, "", "", "", 0, EXPIRED, why);
  }
}
