package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.LeasedDeliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/** Expires deliveries that have been held for too long to be released, and tells their senders. */
final class HeldTooLong {
  /** RFC 3463 §3.5: delivery time expired. */
  private static final String EXPIRED = "4.4.7";

  private final WorkerContext shared;
  private final AttemptSettlement settling;

  HeldTooLong(WorkerContext shared) {
    this.shared = shared;
    this.settling = new AttemptSettlement(shared, () -> {});
  }

  /**
   * Expires all that is held for longer than {@code most}, whatever for. What cannot be settled
   * keeps nothing behind it from expiring: it is left for the next time, unless the store takes
   * nothing at all. While the store takes no reports, what is held stays held.
   *
   * @param most how long a hold may last
   */
  void expire(Duration most) {
    if (!shared.queue().takesReports()) {
      return;
    }
    var now = shared.clock().instant();
    var before = now.minus(most);
    var left = new ArrayList<LeasedDeliveries>(); // leased until the end, so that others come after
    try {
      for (var held = shared.queue().leaseHeld(before);
          held.isPresent();
          held = shared.queue().leaseHeld(before)) {
        left.add(held.get());
        if (isExpired(held.get(), now)) {
          left.removeLast();
        } else if (!shared.faults().isStoreAccepting().getAsBoolean()) {
          return;
        }
      }
    } finally {
      left.forEach(held -> settling.giveBack(held.deliveries()));
    }
  }

  private boolean isExpired(LeasedDeliveries held, Instant now) {
    try {
      var verdicts =
          held.deliveries().stream()
              .map(it -> new DeliveryResult(it, attempt(it, now), State.EXPIRED, now))
              .toList();
      settling.settleOnce(work(held), verdicts, false, now);
      return true;
    } catch (RuntimeException e) {
      settling.said(
          new Event.Failed(FailurePlace.EXPIRY, "of " + held.messageId() + ", held too long", e));
      return false;
    }
  }

  /** It is not sent, and takes no room. */
  private LeasedWork work(LeasedDeliveries held) {
    return new LeasedWork(
        held,
        shared.live().current(),
        new WarmUpRoom(shared.warmUps(), shared.parcels()::recipients));
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
