package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A policy that warms up: who leaves today, who waits, and how they go the next day. */
class WarmUpTest {
  /** The day of the room's clock. */
  private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

  private static final Duration DAY = Duration.ofDays(1);
  private static final Route.Relay RELAY =
      new Route.Relay("relay.example", 587, TlsLevel.Required, Optional.of("relay/login"));

  private static WarmUp warmUp(int firstDay, int until) {
    return new WarmUp(
        TODAY, firstDay, 50, until, ZoneOffset.UTC, false, false, Map.of(), Optional.empty());
  }

  private static TestConfig config(WarmUp warmUp) {
    return PostRoom.config().policy(policy(Optional.of(warmUp), DeliveryRules.DEFAULT));
  }

  private static SendPolicy policy(Optional<WarmUp> warmUp, DeliveryRules rules) {
    var plain = PostRoom.policy(rules);
    return new SendPolicy(
        plain.name(),
        plain.domain(),
        plain.allowedClients(),
        plain.from(),
        plain.allow(),
        plain.deny(),
        plain.suspended(),
        plain.routes(),
        plain.delivery(),
        plain.limits(),
        plain.recipients(),
        warmUp,
        plain.reputation(),
        plain.content(),
        plain.resumedAt());
  }

  private static PostRoom room(WarmUp warmUp) {
    return new PostRoom(config(warmUp));
  }

  private static void send(PostRoom room, int from, int to, String domain) {
    for (int i = from; i < to; i++) {
      room.send("r%02d@%s".formatted(i, domain));
      room.clock.advance(Duration.ofMillis(1));
    }
  }

  private static List<String> sent(PostRoom room) {
    return room.couriers.sent().stream().flatMap(sent -> sent.recipients().stream()).toList();
  }

  /** Waits until so many were sent, and nothing is under way. */
  private static void awaitSent(PostRoom room, int recipients) {
    await()
        .untilAsserted(
            () -> {
              assertThat(sent(room)).hasSize(recipients);
              assertThat(room.store.queue().status().sending()).isZero();
            });
    room.outbox.dispatch();
    await()
        .during(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(sent(room)).hasSize(recipients));
  }

  private static WarmUpProgress progress(PostRoom room) {
    return room.outbox.warmUps().getFirst();
  }

  @Test
  void whatIsAboveTheCapWaitsInOrderAndGoesTheNextDay() {
    try (var room = room(warmUp(4, 50_000))) {
      send(room, 0, 12, "elsewhere.example");
      room.started();
      awaitSent(room, 4);
      assertThat(sent(room))
          .containsExactlyInAnyOrder(
              "r00@elsewhere.example",
              "r01@elsewhere.example",
              "r02@elsewhere.example",
              "r03@elsewhere.example");
      assertThat(progress(room))
          .isEqualTo(
              new WarmUpProgress(
                  "team", 1, Optional.of(4), 4, Instant.parse("2026-11-24T00:00:00Z")));
      assertThat(room.delivery("r04@elsewhere.example").attempts()).isZero();
      assertThat(room.events)
          .filteredOn(Event.WarmUpReached.class::isInstance)
          .containsExactly(
              new Event.WarmUpReached(
                  "team", Optional.empty(), 4, Instant.parse("2026-11-24T00:00:00Z")));

      room.advance(DAY);
      awaitSent(room, 10); // 4 and a half of it
      assertThat(sent(room)).doesNotContain("r10@elsewhere.example", "r11@elsewhere.example");
      assertThat(progress(room).day()).isEqualTo(2);
      assertThat(progress(room).cap()).contains(6);
      assertThat(room.events)
          .contains(new Event.WarmUpRaised("team", Optional.empty(), 2, Optional.of(6)));
      room.advance(DAY);
      room.awaitAll(State.DELIVERED);
    }
  }

  @Test
  void mailThatIsQueuedWhileOthersWaitWaitsBehindThem() {
    var held =
        new WarmUp(TODAY, 2, 50, 50_000, ZoneOffset.UTC, true, false, Map.of(), Optional.empty());
    try (var room = room(held)) {
      send(room, 0, 4, "elsewhere.example");
      room.started();
      awaitSent(room, 2);
      send(room, 4, 6, "elsewhere.example");
      awaitSent(room, 2);
      room.advance(DAY);
      awaitSent(room, 4);
      assertThat(sent(room).subList(2, 4))
          .containsExactlyInAnyOrder("r02@elsewhere.example", "r03@elsewhere.example");
      room.offer(config(warmUp(2, 2)));
      room.advance(DAY); // its end is 2: this day has no cap
      room.awaitAll(State.DELIVERED);
      assertThat(progress(room).cap()).isEmpty();
    }
  }

  @Test
  void aRestartKnowsWhatWasUsed() {
    try (var room = room(warmUp(5, 50_000))) {
      send(room, 0, 3, "elsewhere.example");
      room.started();
      awaitSent(room, 3);
      room.outbox.close();
      send(room, 3, 9, "other.example");
      room.restart();
      awaitSent(room, 5);
      assertThat(progress(room).used()).isEqualTo(5);
      room.outbox.close();
      room.restart();
      awaitSent(room, 5);
      room.advance(DAY);
      room.awaitAll(State.DELIVERED);
    }
  }

  @Test
  void whatWasCutOffIsCountedOnceItIsSent() {
    try (var room = room(warmUp(3, 50_000))) {
      send(room, 0, 6, "elsewhere.example");
      room.couriers.hold(true);
      room.started();
      await().until(() -> room.couriers.attempting() == 3);
      room.outbox.close();
      room.couriers.hold(false);
      room.restart();
      awaitSent(room, 3);
      assertThat(progress(room).used()).isEqualTo(3);
    }
  }

  @Test
  void holdKeepsTodaysCap() {
    var held =
        new WarmUp(TODAY, 4, 50, 50_000, ZoneOffset.UTC, true, false, Map.of(), Optional.empty());
    try (var room = room(held)) {
      send(room, 0, 20, "elsewhere.example");
      room.started();
      awaitSent(room, 4);
      room.advance(DAY);
      awaitSent(room, 8);
      room.offer(config(warmUp(4, 50_000)));
      awaitSent(room, 8);
      room.advance(DAY);
      awaitSent(room, 14);
    }
  }

  @Test
  void aHigherCapCountsAtOnceAndSoDoesNone() {
    try (var room = room(warmUp(2, 50_000))) {
      send(room, 0, 9, "elsewhere.example");
      room.started();
      awaitSent(room, 2);
      room.offer(config(warmUp(5, 50_000)));
      awaitSent(room, 5);
      room.offer(PostRoom.config());
      room.awaitAll(State.DELIVERED);
    }
  }

  @Test
  void manyLanesAtOnceSendNoMoreThanTheCap() {
    try (var room = room(warmUp(17, 50_000))) {
      for (int i = 0; i < 30; i++) {
        room.send("a@d" + i + ".example", "b@d" + i + ".example", "c@d" + i + ".example");
      }
      room.couriers.hold(true);
      room.started();
      await().until(() -> room.couriers.attempting() >= 6);
      room.couriers.hold(false);
      awaitSent(room, 17);
      assertThat(progress(room).used()).isEqualTo(17);
      room.advance(DAY);
      awaitSent(room, 17 + 25);
    }
  }

  @Test
  void anotherAttemptNeedsNoRoomAndIsNotStoppedByWhatWaits() {
    try (var room = room(warmUp(2, 50_000))) {
      room.couriers.say("r00@elsewhere.example", 450, "4.2.0", "greylisted");
      send(room, 0, 5, "elsewhere.example");
      room.started();
      awaitSent(room, 2);
      room.couriers.say("r00@elsewhere.example", 250, "2.0.0", "Ok");
      room.advance(Duration.ofHours(1));
      room.await("r00@elsewhere.example", State.DELIVERED, 2);
      awaitSent(room, 3);
      assertThat(progress(room).used()).isEqualTo(2);
    }
  }

  @Test
  void aServerThatIsNotReachedTakesNoRoom() {
    try (var room = room(warmUp(3, 50_000))) {
      room.couriers.sayToAll(
          recipient ->
              recipient.address().endsWith("@nowhere.example")
                  ? ScriptedCouriers.nobodyThere()
                  : ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok"));
      send(room, 0, 9, "nowhere.example");
      room.started();
      await().until(() -> room.store.queue().all().stream().allMatch(it -> it.attempts() == 1));
      assertThat(progress(room).used()).isZero();
      send(room, 10, 13, "elsewhere.example");
      room.await("r12@elsewhere.example", State.DELIVERED, 1);
      assertThat(progress(room).used()).isEqualTo(3);
    }
  }

  @Test
  void mailThatIsNoPartOfItNeedsNoRoomAndTakesNone() {
    try (var room = room(warmUp(2, 50_000))) {
      send(room, 0, 4, "elsewhere.example");
      room.started();
      awaitSent(room, 2);
      var lane = room.delivery("r00@elsewhere.example").lane();
      Messages.in(room.store)
          .receivedAt(room.clock.instant())
          .user(PostRoom.ALICE)
          .leaving("example.com", "team")
          .passingWarmUp()
          .delivery("reset@elsewhere.example", "elsewhere.example", lane)
          .commit();
      room.outbox.wake();
      room.await("reset@elsewhere.example", State.DELIVERED, 1);
      awaitSent(room, 3);
      assertThat(progress(room).used()).isEqualTo(2);
    }
  }

  @Test
  void anOutcomeThatIsWrittenLateCountsOnce() {
    try (var room = room(warmUp(3, 50_000))) {
      room.store.queue().failSettling(2);
      send(room, 0, 5, "elsewhere.example");
      room.started();
      awaitSent(room, 3);
      assertThat(progress(room).used()).isEqualTo(3);
      room.outbox.close();
      room.restart();
      awaitSent(room, 3);
      assertThat(progress(room).used()).isEqualTo(3);
    }
  }

  @Test
  void reportsNeedNoRoom() {
    try (var room = room(warmUp(1, 50_000))) {
      send(room, 0, 2, "elsewhere.example");
      room.sendFrom("", Recipient.of("told@elsewhere.example"));
      room.started();
      awaitSent(room, 2);
      room.await("told@elsewhere.example", State.DELIVERED, 1);
      assertThat(room.delivery("r01@elsewhere.example").attempts()).isZero();
    }
  }

  @Test
  void mailWithoutRoomGoesByTheRelayThatIsThereForIt() {
    var overflowing =
        new WarmUp(
            TODAY, 2, 50, 50_000, ZoneOffset.UTC, false, false, Map.of(), Optional.of(RELAY));
    try (var room = new PostRoom(config(overflowing).credential("relay/login", "us", "secret"))) {
      send(room, 0, 5, "elsewhere.example");
      send(room, 5, 7, "other.example");
      room.started();
      room.awaitAll(State.DELIVERED);
      assertThat(room.couriers.sent())
          .filteredOn(sent -> sent.hop().equals(new Hop.Smarthost(RELAY)))
          .hasSize(5);
      assertThat(progress(room).used()).isEqualTo(2);
      assertThat(room.store.queue().all()).allMatch(it -> it.hold().isEmpty());
    }
  }

  @Test
  void mailWaitsForItsRelayWhileThatHasNoLogin() {
    var overflowing =
        new WarmUp(
            TODAY, 1, 50, 50_000, ZoneOffset.UTC, false, false, Map.of(), Optional.of(RELAY));
    try (var room = new PostRoom(config(overflowing))) {
      send(room, 0, 2, "elsewhere.example");
      room.started();
      var held = room.await("r01@elsewhere.example", State.HELD, 0);
      assertThat(held.hold().orElseThrow().reason()).isEqualTo(HoldReason.CREDENTIALS_GONE);
    }
  }

  @Test
  void aProviderHasACapOfItsOwnWithinTheWhole() {
    var perProvider =
        new WarmUp(
            TODAY,
            10,
            50,
            50_000,
            ZoneOffset.UTC,
            false,
            false,
            Map.of("google", 2),
            Optional.empty());
    try (var room = room(perProvider)) {
      room.couriers.sayToAll(
          recipient ->
              recipient.address().endsWith("@elsewhere.example")
                  ? ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok")
                  : google());
      room.send("r00@gmail.example");
      room.started();
      awaitSent(room, 1); // by now it is known whose it is
      send(room, 1, 6, "gmail.example");
      awaitSent(room, 2);
      send(room, 10, 13, "elsewhere.example");
      awaitSent(room, 5);
      assertThat(progress(room).used()).isEqualTo(5);
      assertThat(room.outbox.warmUpFigures())
          .anySatisfy(
              of -> {
                assertThat(of.provider()).contains("google");
                assertThat(of.cap()).contains(2);
                assertThat(of.used()).isEqualTo(2);
              });
      room.advance(DAY);
      awaitSent(room, 8); // 3 more there
    }
  }

  private static io.mailhelm.smtp.store.Attempt google() {
    var usual = ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok");
    return new io.mailhelm.smtp.store.Attempt(
        usual.at(),
        usual.took(),
        usual.outcome(),
        "ASPMX.l.google.com",
        usual.address(),
        usual.tls(),
        usual.code(),
        usual.enhanced(),
        usual.text());
  }

  @Test
  void aDayBeginsInTheTimeZoneOfThePolicy() {
    var tokyo =
        new WarmUp(
            TODAY,
            1,
            100,
            50_000,
            ZoneId.of("Asia/Tokyo"),
            false,
            false,
            Map.of(),
            Optional.empty());
    try (var room = room(tokyo)) {
      send(room, 0, 4, "elsewhere.example");
      room.started();
      awaitSent(room, 1);
      room.advance(Duration.ofHours(6)); // 23:00 there
      awaitSent(room, 1);
      room.advance(Duration.ofHours(1));
      awaitSent(room, 3);
    }
  }

  @Test
  void aClockSetBackByADayFreesNoRoom() {
    try (var room = room(warmUp(2, 50_000))) {
      send(room, 0, 9, "elsewhere.example");
      room.started();
      awaitSent(room, 2);
      room.clock.setBack(DAY);
      room.outbox.wake();
      awaitSent(room, 2);
      room.advance(DAY);
      awaitSent(room, 2);
      room.advance(DAY);
      awaitSent(room, 5);
    }
  }
}
