package io.mailhelm.smtp.queue;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.smtp.bounce.CountedOutcome;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.RecipientOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The next state of a delivery after an attempt. Pure.
 *
 * @param due when it is tried again, if it is
 */
record DeliveryResult(Delivery delivery, Attempt attempt, State state, Instant due) {
  /** When a delivery is tried again whose sender cannot be told that it failed. */
  static final Duration PUT_OFF = Duration.ofMinutes(15);

  /**
   * By the schedule; the last attempt is made when time runs out, so that nothing is given up
   * untried.
   *
   * @param now when the attempt ended
   */
  static DeliveryResult of(Delivery delivery, Attempt attempt, DeliveryRules rules, Instant now) {
    return switch (attempt.outcome()) {
      case DELIVERED -> new DeliveryResult(delivery, attempt, State.DELIVERED, now);
      case FAILED -> new DeliveryResult(delivery, attempt, State.FAILED, now);
      case DEFERRED ->
          now.isBefore(delivery.expiresAt())
              ? new DeliveryResult(delivery, attempt, State.QUEUED, later(delivery, rules, now))
              : new DeliveryResult(delivery, attempt, State.EXPIRED, now);
    };
  }

  /** What of it counts for the reputation of its policy. */
  Optional<RecipientOutcome> counted(Instant now) {
    return CountedOutcome.of(delivery, attempt, state, now);
  }

  /** The same, but tried again: its outcome cannot be told yet. */
  DeliveryResult putOff(Instant now) {
    return new DeliveryResult(delivery, attempt, State.QUEUED, now.plus(PUT_OFF));
  }

  private static Instant later(Delivery delivery, DeliveryRules rules, Instant now) {
    var next = now.plus(rules.pauseAfter(delivery.attempts() + 1));
    return next.isBefore(delivery.expiresAt()) ? next : delivery.expiresAt();
  }
}
