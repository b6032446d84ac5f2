package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people and changed routes do to every queue. */
public abstract class QueueActionsContract extends QueueFixture {
  private DeliveryId queued() {
    var message = message().delivery("a@b.example").make();
    store.commit(message);
    return queue().ofMessage(message.id()).getFirst().id();
  }

  private State state(DeliveryId id) {
    return queue().find(id).orElseThrow().state();
  }

  private int apply(Action action, DeliveryId... ids) {
    return queue().apply(action, List.of(ids), NOW);
  }

  @Test
  void holdsADeliveryUntilItIsReleased() {
    var id = queued();

    assertThat(apply(Action.HOLD, id)).isEqualTo(1);
    assertThat(apply(Action.HOLD, id)).isZero();
    assertThat(lanes(queue(), NOW, 9)).isEmpty();
    assertThat(queue().lease("b.example", NOW, 9)).isEmpty();
    assertThat(queue().status())
        .isEqualTo(
            new MailQueue.QueueStatus(0, Map.of(HoldReason.MANUAL, 1L), 0, Optional.of(NOW)));

    assertThat(apply(Action.RELEASE, id)).isEqualTo(1);
    assertThat(lease("b.example").any().id()).isEqualTo(id);
  }

  @Test
  void whatIsDeclaredReleasesWhatItHeldAndNothingThatPeopleHold() throws IOException {
    var held = queued();
    var byHand = queued();
    assertThat(queue().hold(HoldReason.CAPTURE, List.of(held, byHand), NOW)).isEqualTo(2);
    assertThat(queue().hold(HoldReason.CAPTURE, List.of(held), NOW)).isZero();
    assertThat(apply(Action.RELEASE, held)).isZero();
    assertThat(apply(Action.RETRY, held)).isZero();
    assertThat(apply(Action.HOLD, byHand)).isEqualTo(1);
    assertThat(queue().hold(HoldReason.POLICY_GONE, List.of(held, byHand), NOW)).isEqualTo(1);

    reopen();

    assertThat(queue().find(held).orElseThrow().hold())
        .contains(new Delivery.Hold(HoldReason.POLICY_GONE, NOW));
    assertThat(queue().status().heldFor())
        .isEqualTo(Map.of(HoldReason.POLICY_GONE, 1L, HoldReason.MANUAL, 1L));
    assertThat(queue().heldByThemselves(Optional.empty(), 9))
        .extracting(Delivery::id)
        .containsExactly(held);
    assertThat(queue().heldByThemselves(Optional.of(held), 9)).isEmpty();
    assertThat(queue().unhold(List.of(held, byHand), NOW)).isEqualTo(1);
    assertThat(queue().find(held).orElseThrow().hold()).isEmpty();
    assertThat(lease("b.example").any().id()).isEqualTo(held);
    assertThat(queue().lease("b.example", NOW, 9)).isEmpty();
    assertThat(apply(Action.RELEASE, byHand)).isEqualTo(1);
    assertThat(queue().status().heldFor()).isEmpty();
  }

  @Test
  void leasesWhatIsHeldForLongToBeSettled() {
    var message = message().delivery("a@b.example").delivery("c@d.example").make();
    store.commit(message);
    var ids = queue().ofMessage(message.id()).stream().map(Delivery::id).toList();
    var other = queued();
    queue().hold(HoldReason.CAPTURE, ids, NOW);
    queue().apply(Action.HOLD, List.of(other), NOW.plusSeconds(1));

    assertThat(queue().leaseHeld(NOW.minusMillis(1))).isEmpty();
    var leased = queue().leaseHeld(NOW).orElseThrow();
    assertThat(leased.deliveries()).extracting(Delivery::id).containsExactlyElementsOf(ids);
    assertThat(queue().leaseHeld(NOW)).as("nobody else has it").isEmpty();
    queue().giveBack(ids);
    settle(queue().leaseHeld(NOW).orElseThrow(), State.EXPIRED, NOW);

    assertThat(ids).extracting(this::state).containsOnly(State.EXPIRED);
    assertThat(queue().find(ids.getFirst()).orElseThrow().hold()).isEmpty();
    assertThat(queue().status())
        .isEqualTo(
            new MailQueue.QueueStatus(0, Map.of(HoldReason.MANUAL, 1L), 0, Optional.of(NOW)));
    assertThat(queue().leaseHeld(NOW.plusSeconds(1)).orElseThrow().any().id()).isEqualTo(other);
  }

  @Test
  void triesAHurriedDeliveryNow() {
    var id = queued();
    settle(lease("b.example"), State.QUEUED, NOW.plus(Duration.ofHours(1)));

    assertThat(apply(Action.RETRY, id)).isEqualTo(1);

    assertThat(queue().nextDue()).contains(NOW);
    assertThat(lease("b.example").any().id()).isEqualTo(id);
  }

  @Test
  void holdsOrHurriesADeliveryThatIsBeingSentFromItsNextAttemptOn() {
    var held = queued();
    var inHand = lease("b.example");
    apply(Action.HOLD, held);
    settle(inHand, State.QUEUED, NOW);
    assertThat(state(held)).isEqualTo(State.HELD);
    assertThat(lanes(queue(), NOW, 9)).isEmpty();

    var hurried = queued();
    inHand = lease("b.example");
    apply(Action.RETRY, hurried);
    settle(inHand, State.QUEUED, NOW.plus(Duration.ofHours(1)));
    assertThat(lease("b.example").any().id()).isEqualTo(hurried);
  }

  @Test
  void deletesADeliveryWithItsMessageUnlessItIsBeingSent() {
    var first = queued();
    var second = queued();
    var sending = lease("b.example").any().id();

    assertThat(sending).isEqualTo(first);
    assertThat(apply(Action.DELETE, first, second)).isEqualTo(1);
    assertThat(state(first)).isEqualTo(State.QUEUED);
    assertThat(state(second)).isEqualTo(State.CANCELLED);
    assertThat(queue().find(second).orElseThrow().endedAt()).contains(NOW);
    assertThat(store.status().messages()).isEqualTo(1);
    assertThat(apply(Action.RELEASE, second) + apply(Action.RETRY, second)).isZero();
  }

  @Test
  void changesMoreThanFitsIntoOneTransaction() {
    var message = message();
    for (int i = 0; i < 1_200; i++) {
      message.delivery("r" + i + "@b.example");
    }
    message.commit();
    var page = queue().list(all());
    var ids = new ArrayList<>(page.deliveries().stream().map(Delivery::id).toList());
    assertThat(ids).hasSize(1_000);

    assertThat(queue().apply(Action.HOLD, ids, NOW)).isEqualTo(1_000);
    queue().move("b.example", "b.example", "hub");

    assertThat(lanes(queue(), NOW, 9)).containsExactly("hub");
    assertThat(queue().lease("hub", NOW, 500).orElseThrow().deliveries()).hasSize(200);
  }

  @Test
  void movesWhatGoesToOneDestinationToAnotherLane() {
    message()
        .delivery("a@one.example", "one.example", "hub")
        .delivery("b@two.example", "two.example", "hub")
        .commit();

    queue().move("one.example", "hub", "direct");

    assertThat(lease("direct").any().destination()).isEqualTo("one.example");
    assertThat(lease("hub").any().destination()).isEqualTo("two.example");
  }

  @Test
  void givesBackWhatWasMovedMeanwhileToItsNewLane() {
    queued();
    var inHand = lease("b.example");
    queue().move("b.example", "b.example", "hub");
    assertThat(lanes(queue(), NOW, 9)).isEmpty();

    queue().giveBack(List.of(inHand.any().id()));

    assertThat(lanes(queue(), NOW, 9)).containsExactly("hub");
    settle(lease("hub"), State.QUEUED, NOW);
    assertThat(lanes(queue(), NOW, 9)).containsExactly("hub");
  }
}
