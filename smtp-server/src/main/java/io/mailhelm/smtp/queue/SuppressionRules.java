package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppression.Reason;
import io.mailhelm.smtp.store.Suppressions;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a bounce or complaint puts a recipient on the suppression list of the sender's
 * domain. Thread-safe.
 */
final class SuppressionRules {
  private final Suppressions suppressions;

  SuppressionRules(Suppressions suppressions) {
    this.suppressions = suppressions;
  }

  /**
   * The recipient's server said that the address does not exist. Where mail goes by a relay, it was
   * the relay that said so: that counts once it was said on two days ({@link
   * Suppressions#noteRelayed}).
   *
   * @param words the server's
   */
  Optional<Suppression> bounced(Delivery delivery, String words, Instant now) {
    return of(delivery, Reason.HARD_BOUNCE, words, now)
        .filter(said -> !LaneKey.isRelayed(delivery) || suppressions.noteRelayed(said));
  }

  /**
   * Its owner complained.
   *
   * @param type of the complaint
   */
  Optional<Suppression> complained(Delivery delivery, String type, Instant now) {
    return of(delivery, Reason.COMPLAINT, type, now);
  }

  /** Forgets what relays said too long ago to confirm it. */
  void forget(Instant now) {
    suppressions.forgetRelayed(now.minus(Suppressions.CONFIRMED_WITHIN));
  }

  private static Optional<Suppression> of(
      Delivery delivery, Reason reason, String detail, Instant now) {
    return ReversePath.mailbox(delivery.recipient().address())
        .map(
            address ->
                new Suppression(
                    delivery.domain(),
                    address.canonical(),
                    reason,
                    detail.substring(0, Math.min(detail.length(), Attempt.MAX_TEXT)),
                    now));
  }
}
