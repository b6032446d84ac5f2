package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.bounce.Feedback.PerRecipient;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.RecipientOutcome;
import io.mailhelm.smtp.store.RecipientOutcome.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides what an outcome says of the sender: that an address does not exist, that the sender is
 * refused, or that a mailbox is full. Anything else (a message too large, a server that nobody
 * reaches, a domain without DNS) says nothing of the sender and does not count, and neither does
 * what becomes of reports of our own. Nothing is suppressed for it: unlike {@link HardBounce} it
 * believes a server's words where the server writes no enhanced code. Pure, and linear in the
 * words.
 */
public final class CountedOutcome {
  /** RFC 3463 §3.8: security or policy. */
  private static final Pattern POLICY = Pattern.compile("[45]\\.7\\.\\d{1,3}");

  /** RFC 3463 §3.3: mailbox full. */
  private static final Pattern FULL = Pattern.compile("[45]\\.2\\.2");

  private CountedOutcome() {}

  /**
   * What an attempt's outcome counts as.
   *
   * @param state of the delivery after it
   * @param now when it became known
   * @return empty: it is tried again, or says nothing of the sender
   */
  public static Optional<RecipientOutcome> of(
      Delivery delivery, Attempt attempt, State state, Instant now) {
    if (delivery.isReport()) {
      return Optional.empty();
    }
    var kind =
        switch (state) {
          case DELIVERED -> Optional.of(Kind.DELIVERED);
          case FAILED, EXPIRED -> refused(attempt);
          case QUEUED, HELD, CANCELLED -> Optional.<Kind>empty();
        };
    return kind.map(any -> new RecipientOutcome(any, delivery.destination(), now));
  }

  private static Optional<Kind> refused(Attempt attempt) {
    return attempt.code() == 0
        ? Optional.empty() // no server said anything
        : kind(
            HardBounce.is(attempt),
            attempt.code() / 100 == 5,
            attempt.inferred() ? "" : attempt.enhanced(),
            attempt.text());
  }

  /**
   * What a report on a delivery that the next server had taken counts as. The recipient is then no
   * longer counted as delivered.
   *
   * @param namesRecipient whether the report names the address that was mailed: only then is that
   *     address a bad one
   * @return empty: it was not taken, or the report says nothing of the sender
   */
  public static Optional<RecipientOutcome> of(
      Delivery delivery, PerRecipient report, boolean namesRecipient, Instant now) {
    if (delivery.isReport()
        || delivery.state() != State.DELIVERED
        || !report.action().equals("failed")) {
      return Optional.empty();
    }
    return kind(HardBounce.is(report), false, report.status(), report.diagnostic())
        .filter(kind -> kind != Kind.BAD_ADDRESS || namesRecipient)
        .map(kind -> new RecipientOutcome(kind, delivery.destination(), now, delivery.endedAt()));
  }

  /** A complaint about a delivery. */
  public static Optional<RecipientOutcome> complaint(Delivery delivery, Instant now) {
    return delivery.isReport()
        ? Optional.empty()
        : Optional.of(new RecipientOutcome(Kind.COMPLAINED, delivery.destination(), now));
  }

  /**
   * @param believesWords whether the words alone may say that nobody has the address
   */
  private static Optional<Kind> kind(
      boolean isHardBounce, boolean believesWords, String enhanced, String text) {
    if (isHardBounce) {
      return Optional.of(Kind.BAD_ADDRESS);
    }
    if (POLICY.matcher(enhanced).matches()) {
      return Optional.of(Kind.BLOCKED);
    }
    if (FULL.matcher(enhanced).matches()) {
      return Optional.of(Kind.MAILBOX_FULL);
    }
    var words = RefusalWords.of(text);
    if (believesWords && enhanced.isEmpty() && words.confirm()) {
      return Optional.of(Kind.BAD_ADDRESS);
    }
    return words
        .subject()
        .flatMap(
            subject ->
                switch (subject) {
                  case POLICY -> Optional.of(Kind.BLOCKED);
                  case FULL -> Optional.of(Kind.MAILBOX_FULL);
                  case TOO_MANY_RECIPIENTS, SIZE, BOUND, PASSING -> Optional.empty();
                });
  }
}
