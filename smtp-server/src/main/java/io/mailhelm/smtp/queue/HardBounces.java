package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.Suppression;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which refusals say that there is no such mailbox, now or later: its address is suppressed. A
 * refusal for what a message is or who sends it says nothing of the kind.
 */
public final class HardBounces {
  /**
   * RFC 3463 §3.2, RFC 7505: no such mailbox, no such domain, no valid address, mailbox moved,
   * domain without mail; §3.3: mailbox disabled.
   */
  private static final Set<String> STATUSES =
      Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1");

  private HardBounces() {}

  /** Whether an enhanced status code says so. */
  public static boolean is(String enhanced) {
    return STATUSES.contains(enhanced);
  }

  static Optional<Suppression> suppression(Verdict verdict, Instant now) {
    return verdict.state() == State.FAILED && is(verdict.attempt().enhanced())
        ? ReversePath.mailbox(verdict.delivery().recipient().address())
            .map(
                address ->
                    new Suppression(
                        verdict.delivery().domain(),
                        address.canonical(),
                        Suppression.Reason.HARD_BOUNCE,
                        words(verdict.attempt()),
                        now))
        : Optional.empty();
  }

  private static String words(Attempt attempt) {
    return "%d %s %s".formatted(attempt.code(), attempt.enhanced(), attempt.text());
  }
}
