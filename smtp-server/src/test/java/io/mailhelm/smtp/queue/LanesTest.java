package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Route;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailStore.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How much goes on at once, in which order, and by which way. */
class LanesTest {
  private static PostRoom room(int connections, Optional<Integer> perMinute) {
    return new PostRoom(
        PostRoom.config().policy(PostRoom.policy(PostRoom.rules(connections, perMinute))));
  }

  @Test
  void opensAsManyConnectionsToADestinationAsItsPolicySays() {
    try (var room = room(2, Optional.empty())) {
      for (int i = 0; i < 12; i++) {
        room.send(i + "@elsewhere.example");
      }
      room.couriers.hold(true);
      room.started();
      await().until(() -> room.couriers.attempting() == 2);
      room.couriers.hold(false);
      room.awaitAll(State.DELIVERED);
      assertThat(room.couriers.mostOpen()).isEqualTo(2);
      assertThat(room.couriers.sent()).hasSize(12);
    }
  }

  @Test
  void opensAsManyConnectionsInAllAsTheServerMay() {
    try (var room =
        new PostRoom(
            PostRoom.config().limits(TestConfig.outgoing(3, ServerLimits.DEFAULT.queue())))) {
      for (int i = 0; i < 12; i++) {
        room.send("bob@d" + i + ".example");
      }
      room.couriers.hold(true);
      room.started();
      await().until(() -> room.couriers.attempting() == 3);
      room.couriers.hold(false);
      room.awaitAll(State.DELIVERED);
      assertThat(room.couriers.mostOpen()).isLessThanOrEqualTo(4); // one that goes, one that comes
    }
  }

  @Test
  void keepsThreeInFourConnectionsForWhatIsNoReport() {
    try (var room =
        new PostRoom(
            PostRoom.config().limits(TestConfig.outgoing(5, ServerLimits.DEFAULT.queue())))) {
      for (int i = 0; i < 6; i++) {
        room.sendFrom("", Recipient.of("forged@tarpit" + i + ".example"));
      }
      room.couriers.hold(true);
      room.started();
      await().until(() -> room.couriers.attempting() == 1);
      for (int i = 0; i < 3; i++) {
        room.send("bob@d" + i + ".example");
      }
      await().until(() -> room.couriers.attempting() == 4);
      assertThat(room.outbox.lanes()).extracting(Sending.LaneState::hop).contains("d0.example");
      room.couriers.hold(false);
      room.awaitAll(State.DELIVERED);
    }
  }

  @Test
  void sendsNoMoreAMinuteThanThePolicySays() {
    try (var room = room(5, Optional.of(1))) {
      for (int i = 0; i < 3; i++) {
        room.send(i + "@elsewhere.example");
      }
      room.send("bob@there.example");
      room.started();
      for (int sent = 1; sent <= 3; sent++) {
        int so = sent;
        await().until(() -> room.couriers.sent().size() == so + 1);
        if (sent < 3) {
          await()
              .until(
                  () ->
                      room.outbox.lanes().stream()
                          .anyMatch(lane -> lane.pausedUntil().isPresent()));
          room.advance(Duration.ofSeconds(59));
          assertThat(room.couriers.sent()).hasSize(sent + 1);
          room.advance(Duration.ofSeconds(1));
        }
      }
      room.awaitAll(State.DELIVERED);
    }
  }

  @Test
  void whatWaitsGoesTheWayThatIsDeclaredByNow() {
    try (var room = new PostRoom()) {
      room.send("bob@elsewhere.example");
      room.send("bob@there.example");
      var relay =
          new Route.Relay("relay.example", 587, TlsLevel.Required, Optional.of("relay/login"));
      room.offer(
          PostRoom.config()
              .credential("relay/login", "us", "secret")
              .policy(
                  PostRoom.policy(
                      PostRoom.rules(5, Optional.empty()),
                      new Route(List.of("elsewhere.example"), Optional.of(relay)))));
      room.started();
      room.awaitAll(State.DELIVERED);
      assertThat(room.couriers.sent())
          .extracting(ScriptedCouriers.Sent::hop)
          .containsExactlyInAnyOrder(new Hop.Smarthost(relay), new Hop.Exchange("there.example"));
    }
  }

  @Test
  void findsOutOnceThatNobodyIsThere() {
    try (var room = room(1, Optional.empty())) {
      room.couriers.sayToAll(recipient -> ScriptedCouriers.nobodyThere());
      for (int i = 0; i < 20; i++) {
        room.send(i + "@elsewhere.example");
      }
      room.started();
      await().until(() -> room.store.queue().all().stream().allMatch(it -> it.attempts() == 1));
      assertThat(room.couriers.sent()).hasSize(1);
      assertThat(room.store.queue().all())
          .allMatch(it -> it.due().equals(room.clock.instant().plus(Duration.ofMinutes(15))));
    }
  }

  @Test
  void sendsNothingThatIsHeldUntilItIsReleased() {
    try (var room = new PostRoom()) {
      room.send("bob@elsewhere.example");
      room.send("eve@elsewhere.example");
      var bob = List.of(room.delivery("bob@elsewhere.example").id());
      room.store.queue().apply(Action.HOLD, bob, room.clock.instant());
      room.started();
      room.await("eve@elsewhere.example", State.DELIVERED, 1);
      room.advance(Duration.ofDays(10));
      room.send("last@elsewhere.example");
      room.await("last@elsewhere.example", State.DELIVERED, 1);
      assertThat(room.delivery("bob@elsewhere.example").state()).isEqualTo(State.HELD);
      assertThat(room.couriers.sent()).hasSize(2);
      room.store.queue().apply(Action.RELEASE, bob, room.clock.instant());
      room.outbox.wake();
      room.await("bob@elsewhere.example", State.DELIVERED, 1);
    }
  }

  @Test
  void holdsWhatMustNotLeaveAnyMore() {
    try (var room = room(1, Optional.empty())) {
      room.couriers.say("eve@elsewhere.example", 450, "4.2.1", "Later");
      room.started();
      room.send("eve@elsewhere.example");
      room.await("eve@elsewhere.example", State.QUEUED, 1);
      room.couriers.hold(true);
      room.send("bob@elsewhere.example");
      await().until(() -> room.couriers.attempting() == 1);
      room.send("carol@elsewhere.example", "dave@there.example");
      room.offer(
          new TestConfig()
              .domain("example.com", Outbound.Capture)
              .user("alice@example.com", "secret")
              .policy(PostRoom.policy(PostRoom.rules(1, Optional.empty()))));
      room.couriers.hold(false);
      room.advance(Duration.ofDays(1));
      for (var held : List.of("eve@elsewhere.example", "carol@elsewhere.example")) {
        Delivery delivery = room.await(held, State.HELD, held.startsWith("eve") ? 1 : 0);
        assertThat(delivery.endedAt()).isEmpty();
      }
      assertThat(room.couriers.sent())
          .flatExtracting(ScriptedCouriers.Sent::recipients)
          .startsWith("eve@elsewhere.example")
          .doesNotContain("carol@elsewhere.example");
      assertThat(room.inbox()).isEmpty();
    }
  }

  @Test
  void drainsWhatIsInFlightAndBeginsNothingMore() throws Exception {
    try (var room =
        new PostRoom(
            PostRoom.config().limits(TestConfig.outgoing(1, ServerLimits.DEFAULT.queue())))) {
      room.couriers.hold(true);
      room.started();
      room.send("bob@elsewhere.example");
      await().until(() -> room.couriers.attempting() == 1);
      room.send("eve@elsewhere.example");
      var drained = CompletableFuture.supplyAsync(() -> room.outbox.drain(Duration.ofMinutes(1)));
      assertThat(drained).isNotDone();
      room.couriers.hold(false);
      assertThat(drained.get()).isTrue();
      assertThat(room.couriers.open()).isZero();
      assertThat(room.delivery("bob@elsewhere.example").state()).isEqualTo(State.DELIVERED);
      assertThat(room.couriers.sent()).hasSize(1);
      assertThat(room.store.queue().status().sending()).isZero();
      assertThat(room.delivery("eve@elsewhere.example").attempts()).isZero();
    }
  }

  @Test
  void cutsOffWhatDoesNotEndInTimeAndKeepsItDue() {
    try (var room = new PostRoom()) {
      room.couriers.hold(true);
      room.started();
      room.send("bob@elsewhere.example", "eve@elsewhere.example");
      room.send("bob@there.example");
      await().until(() -> room.couriers.attempting() == 3);
      assertThat(room.outbox.drain(Duration.ofMillis(50))).isFalse();
      assertThat(room.couriers.open()).isZero();
      assertThat(room.store.queue().all())
          .allMatch(it -> it.state() == State.QUEUED && it.attempts() == 0 && !it.sending())
          .extracting(Delivery::due)
          .allMatch(due -> !due.isAfter(room.clock.instant()));
      assertThat(room.inbox()).isEmpty();
    }
  }
}
