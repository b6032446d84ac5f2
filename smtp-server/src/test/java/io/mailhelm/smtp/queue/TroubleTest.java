package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.fake.ScriptedCouriers.Sent;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Messages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    for (var thrown :
        new Throwable[] {new IllegalStateException("a test's"), new StackOverflowError()}) {
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
      room.await(bob, State.QUEUED, 1); // by the schedule, like any other failure
      assertThat(room.delivery(bob).last().orElseThrow().text()).contains("a fault of our own");
      assertThat(room.halted).isEmpty();
      room.couriers.say(bob, 250, "2.0.0", "Ok");
      await().until(() -> !room.delivery(bob).sending());
      await()
          .until(
              () -> {
                room.advance(Duration.ofMinutes(15));
                return room.delivery(bob).state() == State.DELIVERED;
              });
    }
  }

  @Test
  void anErrorEndsTheProcessBeforeAnythingIsSentAgain() {
    room.couriers.say(
        BOB,
        recipient -> {
          throw new Oom();
        });
    room.send(BOB);
    await().until(() -> !room.halted.isEmpty());
    assertThat(room.halted.getFirst()).isInstanceOf(Oom.class);
    assertThat(room.delivery(BOB).attempts()).isZero();
  }

  @Test
  void whoFailsToHearOfADeliveryMakesNothingBeSentAgain() {
    room.deaf = true;
    room.send(BOB);
    room.await(BOB, State.DELIVERED, 1);
    room.send(EVE);
    room.await(EVE, State.DELIVERED, 1);
    room.deaf = false;
    room.advance(Duration.ofHours(1));
    room.send("last@elsewhere.example");
    room.await("last@elsewhere.example", State.DELIVERED, 1);
    assertThat(room.couriers.sent()).hasSize(3);
    assertThat(room.failures()).isEmpty();
  }

  @Test
  void holdsWhatCanNeverBeSettledAndGoesOn() {
    try (var hasty = new PostRoom(PostRoom.config(), HASTY).started()) {
      hasty.store.queue().failSettling(HASTY.most());
      hasty.send(BOB);
      var held = hasty.await(BOB, State.HELD, 0);
      assertThat(held.hold().orElseThrow().reason()).isEqualTo(HoldReason.UNSETTLED);
      assertThat(hasty.failures()).as("once at first, once for all").hasSize(2);
      hasty.send(EVE);
      hasty.await(EVE, State.DELIVERED, 1);
      hasty.offer(PostRoom.config().user("new@example.com", "secret"));
      hasty.advance(Duration.ofDays(1));
      hasty.send("last@elsewhere.example");
      hasty.await("last@elsewhere.example", State.DELIVERED, 1);
      assertThat(hasty.delivery(BOB).state()).as("a person's to release").isEqualTo(State.HELD);
      assertThat(hasty.couriers.sent()).hasSize(3);
    }
  }

  @Test
  void whatNoReportCanBeMadeOfIsSettledAtOnceAndHoldsUpNobody() {
    room.couriers.say(EVE, 550, "5.7.1", "Not from you");
    room.couriers.hold(true);
    room.sendFrom("alice@example.com", new Recipient(BOB, "SUCCESS", ""));
    room.sendFrom("alice@example.com", new Recipient(EVE, "FAILURE", ""));
    await().until(() -> room.couriers.attempting() == 2);
    room.store.failBodies(true);
    room.couriers.hold(false);

    room.await(BOB, State.DELIVERED, 1);
    var held = room.await(EVE, State.HELD, 0);
    assertThat(held.hold().orElseThrow().reason()).isEqualTo(HoldReason.UNSETTLED);
    assertThat(room.couriers.sent()).hasSize(2);
    assertThat(room.inbox()).isEmpty();
    room.store.failBodies(false);
    room.send("last@elsewhere.example");
    room.await("last@elsewhere.example", State.DELIVERED, 1);
  }

  @Test
  void whatIsDeferredIsSettledOnceHoweverOftenItsNeighbourCannotBeHeld() {
    var late = "late@elsewhere.example";
    try (var hasty = new PostRoom(PostRoom.config(), HASTY).started()) {
      hasty.couriers.say(BOB, 550, "5.7.1", "Not from you");
      hasty.couriers.say(late, 451, "4.7.1", "Greylisted");
      hasty.couriers.hold(true);
      // a return path that is not ours: both in one transaction
      hasty.sendFrom("eve@there.example", Recipient.of(BOB), Recipient.of(late));
      await().until(() -> hasty.couriers.attempting() == 1);
      hasty.store.failBodies(true);
      hasty.store.queue().failHolding(2);
      hasty.couriers.hold(false);

      hasty.await(BOB, State.HELD, 0);
      await().until(() -> !hasty.delivery(late).sending());
      hasty.await(late, State.QUEUED, 1);
      hasty.store.failBodies(false);
    }
  }

  @Test
  void aNoticeAskedForTwiceIsSentOnce() {
    room.sendFrom("alice@example.com", new Recipient(BOB, "SUCCESS,SUCCESS", ""));
    room.await(BOB, State.DELIVERED, 1);
    await().until(() -> room.inbox().size() == 1);
    assertThat(room.inbox().getFirst()).contains("Action: relayed");
  }

  @Test
  void givesUpTheConnectionWhileTheDiskIsFullAndHoldsNothing() {
    try (var hasty = new PostRoom(PostRoom.config(), HASTY).started()) {
      hasty.couriers.say(BOB, 550, "5.7.1", "Not from you");
      hasty.couriers.hold(true);
      hasty.send(BOB);
      await().until(() -> hasty.couriers.attempting() == 1);
      hasty.store.fillDisk(true);
      hasty.couriers.hold(false);
      await().until(() -> !hasty.failures().isEmpty() && hasty.couriers.open() == 0);
      assertThat(hasty.delivery(BOB).sending()).isTrue();
      assertThat(hasty.delivery(BOB).state()).isEqualTo(State.QUEUED);
      hasty.store.fillDisk(false);
      hasty.await(BOB, State.FAILED, 1);
      assertThat(hasty.couriers.sent()).hasSize(1);
      assertThat(hasty.inbox()).hasSize(1);
    }
  }

  @Test
  void aClockThatIsSetBackKeepsNothingWaiting() {
    room.couriers.say(BOB, 451, "4.7.1", "Greylisted");
    room.send(BOB);
    room.await(BOB, State.QUEUED, 1);
    room.clock.setBack(Duration.ofDays(1));
    room.couriers.say(BOB, 250, "2.0.0", "Ok");
    room.advance(Duration.ofMinutes(14));
    room.send(EVE);
    room.await(EVE, State.DELIVERED, 1);
    assertThat(room.delivery(BOB).state()).as("not before its time").isEqualTo(State.QUEUED);
    room.advance(Duration.ofMinutes(1));
    room.await(BOB, State.DELIVERED, 2);
  }

  @Test
  void aClockThatWasSetBackBeforeTheStartKeepsNothingWaiting() {
    room.couriers.hold(true);
    room.send(BOB);
    await().until(() -> room.couriers.attempting() == 1);
    room.outbox.drain(Duration.ZERO);
    room.clock.setBack(Duration.ofDays(1));
    room.couriers.hold(false);
    room.restart();
    room.await(BOB, State.DELIVERED, 1);
  }

  @Test
  void oneStepOfTheClockIsMadeUpForOnceHoweverManyStartsFollow() {
    room.couriers.say(BOB, 451, "4.7.1", "Greylisted");
    room.send(BOB);
    var due = room.await(BOB, State.QUEUED, 1).due();
    room.outbox.drain(Duration.ZERO);
    room.clock.setBack(Duration.ofDays(1));
    room.restart();
    await().until(() -> room.delivery(BOB).due().equals(due.minus(Duration.ofDays(1))));
    for (var other : List.of("first@b.example", "second@b.example")) {
      room.outbox.drain(Duration.ZERO);
      room.restart();
      room.send(other);
      room.await(other, State.DELIVERED, 1);
    }
    assertThat(room.delivery(BOB).due()).isEqualTo(due.minus(Duration.ofDays(1)));
    assertThat(room.delivery(BOB).attempts()).as("not before its time").isEqualTo(1);
  }

  private static final FaultRules.Patience HASTY =
      new FaultRules.Patience(Duration.ofMillis(5), Duration.ofMillis(20), 3, 8);

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
    assertThat(room.inbox().getFirst()).contains("Action: failed", "a fault of our own");
    assertThat(room.couriers.sent()).isEmpty();
  }

  @Test
  void settlesWhatCouldNotBeSettledWithoutSendingItAgain() {
    room.store.queue().failSettling(3);
    room.send(BOB);
    room.await(BOB, State.DELIVERED, 1);
    assertThat(room.couriers.sent()).hasSize(1);
    assertThat(room.failures()).hasSize(1);
  }

  @Test
  void leavesNothingBehindOfTheFirstOfTwoReportsWhenThereIsNoRoomForTheSecond() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.couriers.hold(true);
    var eve = "eve@elsewhere.example";
    // no return path of ours: the two share a transaction, and what came of both is settled at once
    room.sendFrom("app@there.example", Recipient.of(BOB), new Recipient(eve, "SUCCESS", ""));
    await().until(() -> room.couriers.attempting() == 1);
    room.store.fillDiskAfter(1);
    room.couriers.hold(false);
    await().until(() -> room.failures().size() == 1);
    room.store.fillDiskAfter(Long.MAX_VALUE);
    room.await(BOB, State.FAILED, 1);
    await().until(() -> room.couriers.sent().size() == 3);
    assertThat(room.couriers.sent())
        .extracting(Sent::recipients)
        .containsExactly(
            List.of(BOB, eve), List.of("app@there.example"), List.of("app@there.example"));
    await().until(() -> room.store.openBodies() == 0); // closed a moment after it is durable
  }

  @Test
  void givesBackWhatCannotBeSettledWhenItIsTimeToStop() {
    room.store.queue().failSettling(Integer.MAX_VALUE);
    room.send(BOB);
    await().until(() -> !room.failures().isEmpty());
    assertThat(room.outbox.drain(Duration.ZERO)).isFalse();
    assertThat(room.delivery(BOB).sending()).isFalse();
    assertThat(room.delivery(BOB).state()).isEqualTo(State.QUEUED);
  }

  @Test
  void leavesNothingBehindOfAReportThatCouldNotBeSettled() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.store.queue().failSettling(1);
    room.send(BOB);
    room.await(BOB, State.FAILED, 1);
    assertThat(room.couriers.sent()).hasSize(1);
    assertThat(room.inbox()).hasSize(1);
    await().until(() -> room.store.openBodies() == 0); // closed a moment after it is durable
  }

  @Test
  void defersNothingElseForAMessageThatCannotBeReadHere() {
    var relayed =
        new Route(
            List.of("*"),
            Optional.of(
                new Route.Relay("relay.example", 587, TlsLevel.Required, Optional.empty())));
    room.offer(
        PostRoom.config().policy(PostRoom.policy(PostRoom.rules(1, Optional.empty()), relayed)));
    room.couriers.say(
        BOB,
        any ->
            new Attempt(
                room.clock.instant(),
                Duration.ZERO,
                Attempt.Outcome.DEFERRED,
                "",
                "",
                "",
                0,
                "4.3.0",
                "the message cannot be read here"));
    room.couriers.hold(true);
    room.send(BOB);
    await().until(() -> room.couriers.attempting() == 1);
    room.send(EVE);
    room.couriers.hold(false);
    room.await(EVE, State.DELIVERED, 1);
    assertThat(room.delivery(BOB).state()).isEqualTo(State.QUEUED);
  }

  @Test
  void forgetsWhatIsOverThoughAReportCannotBeRead() {
    var id = room.send(BOB);
    room.await(BOB, State.DELIVERED, 1);
    Messages.in(room.store)
        .receivedAt(room.clock.instant())
        .reversePath("")
        .mailboxOf("alice@example.com")
        .reportOn(id)
        .body("Subject: a report\r\n\r\n".getBytes(StandardCharsets.UTF_8))
        .commit();
    room.store.failReading(true);
    room.advance(Duration.ofHours(168).plusSeconds(1));
    await().until(() -> room.store.queue().all().isEmpty());
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
    room.await(BOB, State.FAILED, 1);
    assertThat(room.couriers.sent()).hasSize(1);
    assertThat(room.inbox()).hasSize(1);
    await().until(() -> room.store.openBodies() == 0); // closed a moment after it is durable
  }
}
