package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the queue does for warm-ups: it leaves out what has no room, and counts what left. */
public abstract class WarmUpContract extends QueueFixture {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
  private static final LeaseLimit NO_ROOM =
      new LeaseLimit() {
        @Override
        public int recipients(Delivery first, int copies) {
          return first.passesWarmUp() ? 100 : 0;
        }

        @Override
        public boolean isForAll(Delivery first) {
          return false;
        }
      };

  private static WarmUpDay day(LocalDate day, int level) {
    return new WarmUpDay("team", Optional.empty(), TODAY, day, level);
  }

  private static Settlement counted(Delivery delivery, State state, WarmUpDay... days) {
    var usual = settlement(delivery, state, NOW);
    return new Settlement(
        usual.id(),
        usual.state(),
        usual.due(),
        usual.attempt(),
        false,
        true,
        List.of(days),
        Optional.empty());
  }

  private void settle(Settlement settlement) {
    queue().settle(List.of(settlement), List.of(), List.of());
  }

  @Test
  void leavesOutWhatHasNoRoomUntilItIsReconsidered() {
    message().delivery("a@b.example").commit();
    message().delivery("b@b.example").commit();
    var part = queue().due("b.example", NOW).orElseThrow();
    assertThat(queue().lease(part, NOW, NO_ROOM)).isEmpty();
    assertThat(queue().due(NOW, 9)).isEmpty();
    assertThat(queue().nextDue())
        .as("looked at again, whoever else forgets that it waits")
        .contains(NOW.plus(Duration.ofHours(1)));
    assertThat(queue().status().sending()).isZero();
    assertThat(queue().notPassing(part)).isEqualTo(2);

    queue().reconsider(part);
    assertThat(queue().due(NOW, 9)).containsExactly(part);
    assertThat(lease("b.example").any().recipient().address()).isEqualTo("a@b.example");
  }

  @Test
  void findsWhatPassesBehindWhatHasNoRoom() {
    message().delivery("first@b.example").commit();
    message().dueAt(NOW.plusSeconds(1)).passingWarmUp().delivery("passes@b.example").commit();
    message().dueAt(NOW.plusSeconds(9)).passingWarmUp().delivery("later@b.example").commit();
    var now = NOW.plusSeconds(2);
    var part = queue().due("b.example", now).orElseThrow();
    var found = queue().lease(part, now, NO_ROOM).orElseThrow();
    assertThat(found.any().recipient().address()).isEqualTo("passes@b.example");
    assertThat(queue().nextDue()).contains(NOW.plusSeconds(9));
    assertThat(queue().notPassing(part)).isEqualTo(1);
  }

  @Test
  void anotherAttemptPasses() {
    message().delivery("a@b.example").delivery("b@b.example").commit();
    var leased = lease("b.example").deliveries();
    settle(counted(leased.getFirst(), State.QUEUED, day(TODAY, 0)));
    queue().giveBack(List.of(leased.getLast().id()));
    var part = queue().due("b.example", NOW).orElseThrow();
    var again = queue().lease(part, NOW, NO_ROOM).orElseThrow();
    assertThat(again.deliveries()).extracting(Delivery::id).containsExactly(leased.getFirst().id());
    assertThat(again.any().passesWarmUp()).isTrue();
  }

  @Test
  void asksHowManyEvenOfOne() {
    message().delivery("a@b.example").commit();
    var part = queue().due("b.example", NOW).orElseThrow();
    assertThat(queue().lease(part, NOW, (_, copies) -> copies)).isPresent();
  }

  @Test
  void divertsWhatDoesNotPass() {
    message().delivery("a@b.example").commit();
    message().passingWarmUp().delivery("b@b.example").commit();
    queue().divert("b.example", "b.example", "relay");
    assertThat(lease("relay").any().recipient().address()).isEqualTo("a@b.example");
    assertThat(lease("b.example").any().recipient().address()).isEqualTo("b@b.example");
  }

  @Test
  void whatIsQueuedMeanwhileIsLookedAt() {
    message().delivery("a@b.example").commit();
    var part = queue().due("b.example", NOW).orElseThrow();
    queue().lease(part, NOW, NO_ROOM);
    message().passingWarmUp().delivery("b@b.example").commit();
    assertThat(queue().due(NOW, 9)).containsExactly(part);
    assertThat(queue().lease(part, NOW, NO_ROOM).orElseThrow().any().recipient().address())
        .isEqualTo("b@b.example");
  }

  @Test
  void roomThatComesWhileItLooksIsNotMissed() {
    message().delivery("a@b.example").commit();
    var part = queue().due("b.example", NOW).orElseThrow();
    queue()
        .lease(
            part,
            NOW,
            (_, _) -> {
              queue().reconsider(part);
              return 0;
            });
    assertThat(queue().due(NOW, 9)).containsExactly(part);
  }

  @Test
  void countsADeliveryOnce() {
    message().delivery("a@b.example").delivery("b@b.example").commit();
    for (var delivery : lease("b.example").deliveries()) {
      settle(counted(delivery, State.QUEUED, day(TODAY, 0)));
    }
    assertThat(queue().warmUps()).containsExactly(new WarmUpDay.Used(day(TODAY, 0), 2));
    for (var delivery : lease("b.example").deliveries()) {
      settle(counted(delivery, State.DELIVERED, day(TODAY, 0)));
    }
    assertThat(queue().warmUps()).containsExactly(new WarmUpDay.Used(day(TODAY, 0), 2));
  }

  @Test
  void followsTheDaysAndForgetsWhatIsOver() {
    message().delivery("a@b.example").delivery("b@c.example").delivery("c@d.example").commit();
    settle(counted(lease("b.example").any(), State.DELIVERED, day(TODAY, 0)));
    settle(counted(lease("c.example").any(), State.DELIVERED, day(TODAY.plusDays(1), 1)));
    settle(counted(lease("d.example").any(), State.DELIVERED, day(TODAY, 0)));
    var second = new WarmUpDay.Used(day(TODAY.plusDays(1), 1), 1);
    assertThat(queue().warmUps()).as("a day that is over").containsExactly(second);

    queue().keepWarmUps(List.of(second.day()), TODAY);
    assertThat(queue().warmUps()).as("what was used is kept").containsExactly(second);
    queue().keepWarmUps(List.of(day(TODAY.plusDays(2), 2)), TODAY);
    assertThat(queue().warmUps()).containsExactly(new WarmUpDay.Used(day(TODAY.plusDays(2), 2), 0));
    queue().keepWarmUps(List.of(), TODAY.plusDays(2));
    assertThat(queue().warmUps()).as("it may be declared again").hasSize(1);
    queue().keepWarmUps(List.of(), TODAY.plusDays(3));
    assertThat(queue().warmUps()).isEmpty();
  }

  @Test
  void aDayFarAheadComesBackWithWhatWasUsed() {
    message().delivery("a@b.example").commit();
    settle(counted(lease("b.example").any(), State.DELIVERED, day(TODAY.plusYears(9), 4)));
    queue().keepWarmUps(List.of(day(TODAY, 4)), TODAY);
    assertThat(queue().warmUps()).containsExactly(new WarmUpDay.Used(day(TODAY, 4), 1));
  }
}
