package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.ReputationRules;
import io.mailhelm.config.ReputationRules.Action;
import io.mailhelm.config.SendLimits;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.reputation.PauseReason;
import io.mailhelm.smtp.reputation.PolicyStanding;
import io.mailhelm.smtp.reputation.Reputations;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What bounces or is complained about too often makes the rest of a policy's mail wait. */
class PausedPolicyTest {
  private static final String BOB = "bob@elsewhere.example";
  private static final ReputationRules PAUSE = ReputationRules.STANDARD;

  private final PostRoom room = new PostRoom(config(PAUSE, Optional.empty())).started();

  @AfterEach
  void close() {
    room.close();
  }

  private static TestConfig config(ReputationRules rules, Optional<Instant> resumedAt) {
    return new TestConfig()
        .domain("example.com", Outbound.Deliver)
        .user(PostRoom.ALICE, "secret")
        .policy(
            new SendPolicy(
                "team",
                "example-com",
                List.of(),
                SendPolicy.From.OwnAddresses,
                List.of(),
                List.of(),
                false,
                List.of(),
                DeliveryRules.DEFAULT,
                SendLimits.NONE,
                RecipientRules.EVERYBODY,
                Optional.empty(),
                rules,
                ContentRules.OFF,
                resumedAt));
  }

  private static String[] addresses(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "%s%d@elsewhere.example".formatted(name, i))
        .toArray(String[]::new);
  }

  /** Sends to so many who are there and so many who are not. */
  private void sample(int delivered, int bad) {
    for (var good : addresses("good", delivered)) {
      room.send(good);
    }
    room.awaitAll(State.DELIVERED);
    for (var address : addresses("bad", bad)) {
      room.couriers.say(address, 550, "5.1.1", "no such user");
      room.send(address);
      room.await(address, State.FAILED, 1);
    }
  }

  private PolicyStanding standing() {
    return room.outbox.standings().getFirst();
  }

  private <E extends Event> List<E> events(Class<E> type) {
    return room.events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void awaitHeld(String recipient) {
    assertThat(room.await(recipient, State.HELD, 0).hold().orElseThrow().reason())
        .isEqualTo(HoldReason.POLICY_PAUSED);
  }

  @Test
  void mailWaitsWhenMoreThanTheLimitBouncedAndGoesWhenSomebodyResumes() {
    sample(57, 3);
    room.send(BOB);
    room.await(BOB, State.DELIVERED, 1); // 5 % are not more than 5 %

    room.couriers.say("bad3@elsewhere.example", 550, "5.1.1", "no such user");
    room.send("bad3@elsewhere.example");
    room.await("bad3@elsewhere.example", State.FAILED, 1);
    room.send("eve@elsewhere.example");
    awaitHeld("eve@elsewhere.example");
    await().until(() -> standing().isPaused());
    assertThat(standing().exceeded().orElseThrow().reason()).isEqualTo(PauseReason.HighBounceRate);
    assertThat(standing().worst().getFirst().destination()).isEqualTo("elsewhere.example");
    assertThat(events(Event.PolicyExceeded.class))
        .singleElement()
        .satisfies(told -> assertThat(told.waits()).isTrue())
        .satisfies(told -> assertThat(told.detail()).contains("elsewhere.example (4)"));

    room.clock.advance(Duration.ofSeconds(1));
    assertThat(room.outbox.resume("team").orElseThrow().isPaused()).isFalse();

    room.await("eve@elsewhere.example", State.DELIVERED, 1);
    assertThat(events(Event.PolicyResumed.class)).hasSize(1);
    assertThat(room.outbox.resume("other")).isEmpty();
  }

  @Test
  void aRestartKeepsItPausedAndTheSampleToo() {
    sample(50, 3);
    room.send(BOB);
    awaitHeld(BOB);
    var since = standing().pausedSince();

    room.outbox.close();
    room.clock.advance(Duration.ofMinutes(1));
    room.restart();
    room.send("eve@elsewhere.example");

    awaitHeld("eve@elsewhere.example");
    assertThat(standing().pausedSince()).isEqualTo(since).isPresent();
    assertThat(standing().sums()).isEqualTo(new OutcomeSums(50, 3, 0, 0, 0));
    assertThat(events(Event.PolicyExceeded.class)).hasSize(1);
  }

  @Test
  void theAnnotationResumesItAndLeavesOutWhatWasBefore() {
    sample(50, 3);
    room.send(BOB);
    awaitHeld(BOB);

    room.clock.advance(Duration.ofMinutes(1));
    room.offer(config(PAUSE, Optional.of(room.clock.instant())));
    room.outbox.wake();

    room.await(BOB, State.DELIVERED, 1);
    assertThat(standing().resumedAt()).isPresent();
  }

  @Test
  void itGoesOnByItselfWhenTheWindowIsClean() {
    sample(50, 3);
    room.send(BOB);
    awaitHeld(BOB);

    room.advance(PAUSE.window().minusMinutes(10));
    assertThat(room.delivery(BOB).state()).isEqualTo(State.HELD);
    room.advance(Duration.ofMinutes(20));

    room.await(BOB, State.DELIVERED, 1);
  }

  @Test
  void reportsToSendersLeaveAPausedPolicy() {
    sample(50, 3);
    room.sendFrom("", Recipient.of(BOB));

    room.await(BOB, State.DELIVERED, 1);
  }

  /** It may be declared again, or a start may fail on another policy. */
  @Test
  void aPolicyThatIsNotJudgedYetIsPausedAsItWas() {
    var policy = new PolicyKey("example.com", "team");
    var fresh = new Reputations(room.live, room.store.outcomes(), Observer.NONE, room.clock);
    assertThat(fresh.isPaused(policy)).isFalse();

    room.store.outcomes().pause(policy, Optional.of(room.clock.instant()));
    assertThat(fresh.isPaused(policy)).isTrue();
  }

  @Test
  void blocksAndFullMailboxesPauseNothing() {
    room.couriers.say("blocked@elsewhere.example", 550, "5.7.1", "blocked by policy");
    room.couriers.say("full@elsewhere.example", 552, "5.2.2", "mailbox full");
    sample(50, 0);
    for (int i = 0; i < 5; i++) {
      room.send("blocked@elsewhere.example", "full@elsewhere.example");
    }
    await()
        .until(
            () ->
                room.store.queue().all().stream().allMatch(delivery -> delivery.state().isFinal()));
    room.send(BOB);

    room.await(BOB, State.DELIVERED, 1);
    room.advance(Duration.ofMinutes(2));
    assertThat(standing().sums()).isEqualTo(new OutcomeSums(51, 0, 5, 5, 0));
  }

  @Test
  void aWarningIsSaidOnceAndMailGoesOn() {
    var warn =
        new ReputationRules(
            true,
            PAUSE.window(),
            PAUSE.minimumSample(),
            PAUSE.bouncePercent(),
            PAUSE.complaintPercent(),
            Action.Warn);
    room.offer(config(warn, Optional.empty()));
    sample(50, 4);
    room.send(BOB);

    room.await(BOB, State.DELIVERED, 1);
    await().until(() -> standing().exceeded().isPresent());
    assertThat(events(Event.PolicyExceeded.class))
        .singleElement()
        .satisfies(told -> assertThat(told.waits()).isFalse());
  }

  @Test
  void aComplaintMakesTheRestWait() {
    sample(50, 0);
    complain("good7@elsewhere.example");
    room.send(BOB);

    awaitHeld(BOB);
    assertThat(standing().exceeded().orElseThrow().reason())
        .isEqualTo(PauseReason.HighComplaintRate);
  }

  private void complain(String recipient) {
    var returnPath =
        room.couriers.sent().stream()
            .filter(sent -> sent.recipients().equals(List.of(recipient)))
            .map(sent -> Mailbox.of(sent.parcel().reversePath()))
            .findFirst()
            .orElseThrow();
    var about =
        room.returns
            .find(room.live.current().directory(), returnPath)
            .orElseThrow()
            .about()
            .orElseThrow();
    Messages.in(room.store)
        .receivedAt(room.clock.instant())
        .reversePath("")
        .mailboxOf(PostRoom.ALICE)
        .reportOn(about)
        .body(
            IncomingReportsTest.COMPLAINT
                .formatted(recipient)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8))
        .commit();
    room.outbox.wake();
    await().until(() -> standing().isPaused());
  }
}
