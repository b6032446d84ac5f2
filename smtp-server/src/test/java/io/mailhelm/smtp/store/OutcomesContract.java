package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.PolicyOutcomes.DestinationSums;
import io.mailhelm.smtp.store.PolicyOutcomes.PauseState;
import io.mailhelm.smtp.store.RecipientOutcome.Kind;
import io.mailhelm.smtp.store.SendReports.Said;
import io.mailhelm.smtp.store.SendReports.Taken;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How every store sums up what came of recipients under a policy, and keeps its pauses. */
public abstract class OutcomesContract extends QueueFixture {
  private static final PolicyKey BULK = new PolicyKey("one.test", "bulk");
  private static final Instant SLOT =
      Instant.ofEpochMilli(
          NOW.toEpochMilli() / PolicyOutcomes.SLOT.toMillis() * PolicyOutcomes.SLOT.toMillis());

  private DeliveryId settled(String policy, State state, RecipientOutcome outcome) {
    message().leaving("one.test", policy).delivery("a@r.example").commit();
    var delivery = lease("r.example").any();
    var plain = settlement(delivery, state, NOW);
    queue()
        .settle(
            List.of(
                new Settlement(
                    plain.id(),
                    plain.state(),
                    plain.due(),
                    plain.attempt(),
                    false,
                    true,
                    List.of(),
                    Optional.of(outcome))),
            List.of(),
            List.of());
    return delivery.id();
  }

  private void settled(Kind kind, String destination, Instant at) {
    var state = kind == Kind.DELIVERED ? State.DELIVERED : State.FAILED;
    settled("bulk", state, new RecipientOutcome(kind, destination, at));
  }

  private OutcomeSums sums(Instant since) {
    return store.outcomes().sums(BULK, since, NOW);
  }

  @Test
  void sumsUpWhatCameOfAPolicysRecipients() throws IOException {
    settled(Kind.DELIVERED, "r.example", NOW);
    settled(Kind.DELIVERED, "r.example", NOW);
    settled(Kind.BAD_ADDRESS, "r.example", NOW);
    settled(Kind.BLOCKED, "s.example", NOW);
    settled(Kind.MAILBOX_FULL, "s.example", NOW);
    settled("news", State.DELIVERED, new RecipientOutcome(Kind.DELIVERED, "r.example", NOW));
    message().delivery("b@r.example").commit();
    settle(lease("r.example"), State.DELIVERED, NOW);
    reopen();

    assertThat(sums(SLOT)).isEqualTo(new OutcomeSums(2, 1, 1, 1, 0));
    assertThat(store.outcomes().sums(new PolicyKey("two.test", "bulk"), Instant.EPOCH, NOW))
        .isEqualTo(OutcomeSums.NONE);
  }

  @Test
  void leavesOutSlotsThatBeginBeforeOrAfter() {
    settled(Kind.DELIVERED, "r.example", SLOT.minusMillis(1));
    settled(Kind.DELIVERED, "r.example", SLOT);
    settled(Kind.DELIVERED, "r.example", SLOT.plus(PolicyOutcomes.SLOT).minusMillis(1));
    settled(Kind.DELIVERED, "r.example", SLOT.plus(PolicyOutcomes.SLOT));

    assertThat(store.outcomes().sums(BULK, SLOT, SLOT).delivered()).isEqualTo(2);
    assertThat(store.outcomes().sums(BULK, SLOT.plusMillis(1), SLOT).delivered()).isZero();
    assertThat(store.outcomes().sums(BULK, SLOT.minus(PolicyOutcomes.SLOT), SLOT).delivered())
        .isEqualTo(3);
  }

  @Test
  void countsWhoseReportCameAsBouncedInsteadOfDelivered() {
    var delivery =
        settled("bulk", State.DELIVERED, new RecipientOutcome(Kind.DELIVERED, "r.example", NOW));
    for (var kind : List.of(SendReports.Kind.BOUNCE, SendReports.Kind.COMPLAINT)) {
      for (int i = 0; i < 2; i++) { // said twice, it counts once
        message().mailbox("alice").reportOn("M1").commit();
        var outcome =
            kind == SendReports.Kind.BOUNCE
                ? new RecipientOutcome(Kind.BAD_ADDRESS, "r.example", NOW, Optional.of(NOW))
                : new RecipientOutcome(Kind.COMPLAINED, "r.example", NOW);
        store
            .reports()
            .takeIn(
                List.of(
                    new Taken(
                        store.reports().next().orElseThrow(),
                        Optional.of(delivery),
                        List.of(
                            new Said(
                                delivery,
                                "one.test",
                                Optional.of("bulk"),
                                kind,
                                NOW,
                                Optional.of(outcome))),
                        List.of())));
      }
    }

    assertThat(sums(SLOT)).isEqualTo(new OutcomeSums(0, 1, 0, 0, 1));
  }

  @Test
  void namesTheWorstDestinationsAndOnlySoManyInASlot() {
    for (int i = 0; i < PolicyOutcomes.NAMED_IN_A_SLOT; i++) {
      settled(Kind.BLOCKED, "d%02d.example".formatted(i), NOW);
    }
    settled(Kind.BAD_ADDRESS, "d07.example", NOW);
    settled(Kind.BAD_ADDRESS, "late.example", NOW);
    settled(Kind.BAD_ADDRESS, "late.example", NOW);
    settled(Kind.DELIVERED, "good.example", NOW);

    assertThat(store.outcomes().worst(BULK, SLOT, NOW, 2))
        .containsExactly(
            new DestinationSums("d07.example", new OutcomeSums(0, 1, 1, 0, 0)),
            new DestinationSums("d00.example", new OutcomeSums(0, 0, 1, 0, 0)));
    assertThat(store.outcomes().worst(BULK, SLOT, NOW, 99)).hasSize(PolicyOutcomes.NAMED_IN_A_SLOT);
    assertThat(sums(SLOT).badAddress()).isEqualTo(3);
  }

  @Test
  void keepsWhenAPolicyWasPausedAndResumed() throws IOException {
    assertThat(store.outcomes().state(BULK)).isEqualTo(PauseState.NONE);
    store.outcomes().pause(BULK, Optional.of(NOW));
    store.outcomes().resume(BULK, NOW.plusSeconds(1));
    reopen();

    assertThat(store.outcomes().state(BULK))
        .isEqualTo(new PauseState(Optional.of(NOW.plusSeconds(1)), Optional.of(NOW)));
    store.outcomes().pause(BULK, Optional.empty());
    assertThat(store.outcomes().state(BULK))
        .isEqualTo(new PauseState(Optional.of(NOW.plusSeconds(1)), Optional.empty()));
  }

  @Test
  void forgetsWhatIsOlderThanTheLongestWindow() throws IOException {
    var longAgo = NOW.minus(PolicyOutcomes.KEPT).minus(PolicyOutcomes.SLOT);
    settled(Kind.DELIVERED, "r.example", longAgo);
    settled(Kind.DELIVERED, "r.example", NOW);
    store.outcomes().resume(BULK, longAgo);
    store.outcomes().resume(new PolicyKey("one.test", "news"), NOW);

    store.forget(Retention.DEFAULT, NOW);

    assertThat(sums(Instant.EPOCH).delivered()).isEqualTo(1);
    assertThat(store.outcomes().state(BULK)).isEqualTo(PauseState.NONE);
    assertThat(store.outcomes().state(new PolicyKey("one.test", "news")).resumedAt()).contains(NOW);
  }
}
