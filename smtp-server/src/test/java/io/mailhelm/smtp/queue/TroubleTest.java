package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.store.Delivery.State;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong inside stops nothing else, and loses nothing. */
class TroubleTest {
  private static final String BOB = "bob@elsewhere.example";
  private static final String EVE = "eve@there.example";
  private final PostRoom room = new PostRoom().started();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void goesOnAfterACourierThatThrows() {
    for (var thrown : new Throwable[] {new IllegalStateException("a test's"), new Oom()}) {
      var bob = thrown.getClass().getSimpleName() + BOB;
      room.couriers.say(
          bob,
          recipient -> {
            if (thrown instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) thrown;
          });
      int before = room.failures().size();
      room.send(bob);
      await().until(() -> room.failures().size() > before);
      var eve = thrown.getClass().getSimpleName() + EVE;
      room.send(eve);
      room.await(eve, State.DELIVERED, 1);
      assertThat(room.delivery(bob).attempts()).isZero();
      room.couriers.say(bob, 250, "2.0.0", "Ok");
      await().until(() -> !room.delivery(bob).sending());
      await()
          .until(
              () -> {
                room.advance(Duration.ofSeconds(10));
                return room.delivery(bob).state() == State.DELIVERED;
              });
    }
  }

  /** As the machine throws it. */
  private static final class Oom extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void triesAgainWhatCannotBeReadAndGivesItUpInTheEnd() {
    room.store.queue().unreadable(true);
    room.send(BOB);
    var waiting = room.await(BOB, State.QUEUED, 1);
    assertThat(waiting.last().orElseThrow().enhanced()).isEqualTo("4.3.0");
    assertThat(waiting.due()).isEqualTo(room.clock.instant().plus(Duration.ofMinutes(15)));
    room.clock.advanceTo(waiting.expiresAt());
    room.outbox.wake();
    room.await(BOB, State.EXPIRED, 2);
    assertThat(room.inbox()).hasSize(1);
    assertThat(room.inbox().getFirst()).contains("Action: failed", "cannot be read");
    assertThat(room.couriers.sent()).isEmpty();
  }

  @Test
  void sendsAgainWhatCouldNotBeSettled() {
    room.store.queue().failSettling(1);
    room.send(BOB);
    await().until(() -> room.failures().size() == 1);
    await().until(() -> room.couriers.open() == 0);
    assertThat(room.delivery(BOB).sending()).isFalse();
    assertThat(room.delivery(BOB).state()).isEqualTo(State.QUEUED);
    await()
        .until(
            () -> {
              room.advance(Duration.ofSeconds(10));
              return room.delivery(BOB).state() == State.DELIVERED;
            });
    assertThat(room.couriers.sent()).hasSize(2);
  }

  @Test
  void leavesNothingBehindOfAReportThatCouldNotBeSettled() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.store.queue().failSettling(1);
    room.send(BOB);
    await().until(() -> room.failures().size() == 1);
    await()
        .until(
            () -> {
              room.advance(Duration.ofSeconds(10));
              return room.delivery(BOB).state() == State.FAILED;
            });
    assertThat(room.inbox()).hasSize(1);
    assertThat(room.store.openBodies()).isZero();
  }

  @Test
  void asksAgainWhenTheStoreCannotSayWhatIsDue() {
    room.store.queue().untellable(true);
    room.send(BOB);
    await().until(() -> !room.failures().isEmpty());
    room.store.queue().untellable(false);
    room.await(BOB, State.DELIVERED, 1);
  }

  @Test
  void keepsWhatIsToBeReportedUntilThereIsRoomForIt() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.couriers.hold(true);
    room.send(BOB);
    await().until(() -> room.couriers.attempting() == 1);
    room.store.fillDisk(true);
    room.couriers.hold(false);
    await().until(() -> room.failures().size() == 1);
    assertThat(room.delivery(BOB).state()).isEqualTo(State.QUEUED);
    room.store.fillDisk(false);
    await()
        .until(
            () -> {
              room.advance(Duration.ofSeconds(10));
              return room.delivery(BOB).state() == State.FAILED;
            });
    assertThat(room.inbox()).hasSize(1);
    assertThat(room.store.openBodies()).isZero();
  }
}
