package io.mailhelm.smtp.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.bounce.Feedback.PerRecipient;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.RecipientOutcome;
import io.mailhelm.smtp.store.RecipientOutcome.Kind;
import io.mailhelm.smtp.store.Submitter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What refusals and reports say of the sender. */
class CountedOutcomeTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant ENDED = NOW.minusSeconds(60);

  private static Delivery delivery(State state, boolean hasUser) {
    return new Delivery(
        new DeliveryId(1),
        "01",
        hasUser ? Optional.of(Submitter.of("a@one.test", "a@one.test")) : Optional.empty(),
        "one.test",
        Optional.of("bulk"),
        hasUser ? "a@one.test" : "",
        Optional.empty(),
        "",
        100,
        Recipient.of("b@r.example"),
        "r.example",
        "r.example",
        state,
        Optional.empty(),
        false,
        NOW,
        NOW,
        NOW,
        0,
        Optional.empty(),
        false,
        state.isFinal() ? Optional.of(ENDED) : Optional.empty(),
        true);
  }

  private static Attempt attempt(int code, String enhanced, String text, boolean inferred) {
    return new Attempt(
        NOW,
        Duration.ZERO,
        code / 100 == 2 ? Outcome.DELIVERED : code / 100 == 5 ? Outcome.FAILED : Outcome.DEFERRED,
        "mx.r.example",
        "192.0.2.1:25",
        "",
        code,
        enhanced,
        text,
        code / 100 == 5 && !inferred,
        inferred);
  }

  @ParameterizedTest
  @CsvSource({
    "250, 2.0.0, Ok, false, DELIVERED, DELIVERED",
    "550, 5.1.1, no such user, false, FAILED, BAD_ADDRESS",
    "550, '', User unknown, true, FAILED, BAD_ADDRESS",
    "550, 5.1.1, blocked by our spam filter, false, FAILED, BLOCKED",
    "550, 5.7.1, no such user here, false, FAILED, BLOCKED",
    "554, '', listed at a DNSBL, true, FAILED, BLOCKED",
    "552, 5.2.2, over quota, false, FAILED, MAILBOX_FULL",
    "552, '', mailbox is full, true, FAILED, MAILBOX_FULL",
    "452, 4.2.2, mailbox full, false, EXPIRED, MAILBOX_FULL",
    "421, 4.7.0, too much mail from you, false, EXPIRED, BLOCKED",
    "450, '', user unknown, true, EXPIRED, ",
    "552, 5.3.4, message too large, false, FAILED, ",
    "0, 5.1.2, no such domain, true, FAILED, ",
    "550, 5.1.2, no such domain, false, FAILED, ",
    "450, 4.2.2, mailbox full, false, QUEUED, "
  })
  void anAttemptCountsAsWhatItSaysOfTheSender(
      int code, String enhanced, String text, boolean inferred, State state, Kind expected) {
    var counted =
        CountedOutcome.of(
            delivery(State.QUEUED, true), attempt(code, enhanced, text, inferred), state, NOW);

    assertThat(counted)
        .isEqualTo(
            Optional.ofNullable(expected)
                .map(kind -> new RecipientOutcome(kind, "r.example", NOW)));
  }

  @Test
  void whatBecomesOfTheServersOwnReportsIsNobodysReputation() {
    var bad = attempt(550, "5.1.1", "no such user", false);

    assertThat(CountedOutcome.of(delivery(State.QUEUED, false), bad, State.FAILED, NOW)).isEmpty();
    assertThat(CountedOutcome.complaint(delivery(State.DELIVERED, false), NOW)).isEmpty();
  }

  private static PerRecipient failed(String status, String diagnostic) {
    return new PerRecipient("b@r.example", "", "failed", status, diagnostic);
  }

  @Test
  void aReportCountsInsteadOfTheDelivery() {
    var delivered = delivery(State.DELIVERED, true);

    assertThat(CountedOutcome.of(delivered, failed("5.1.1", ""), true, NOW))
        .contains(new RecipientOutcome(Kind.BAD_ADDRESS, "r.example", NOW, Optional.of(ENDED)));
    assertThat(CountedOutcome.of(delivered, failed("5.7.1", ""), true, NOW))
        .map(RecipientOutcome::kind)
        .contains(Kind.BLOCKED);
    assertThat(CountedOutcome.of(delivered, failed("5.2.2", ""), false, NOW))
        .map(RecipientOutcome::kind)
        .contains(Kind.MAILBOX_FULL);
  }

  @Test
  void aReportOnAnotherAddressOrOfAFailureThatIsKnownCountsAsNothing() {
    assertThat(CountedOutcome.of(delivery(State.DELIVERED, true), failed("5.1.1", ""), false, NOW))
        .as("a forwarder's address is the bad one")
        .isEmpty();
    assertThat(CountedOutcome.of(delivery(State.FAILED, true), failed("5.1.1", ""), true, NOW))
        .isEmpty();
    var delayed = new PerRecipient("b@r.example", "", "delayed", "4.4.1", "");
    assertThat(CountedOutcome.of(delivery(State.DELIVERED, true), delayed, true, NOW)).isEmpty();
  }
}
