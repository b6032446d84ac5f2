package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Quota;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.TestPolicy;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Submitter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is declared changes while mail waits: the table of docs/queue.md. */
class HoldRulesTest {
  private static final String BOB = "bob@elsewhere.example";

  private static final Route.Relay RELAY =
      new Route.Relay("relay.example", 587, TlsLevel.Required, Optional.of("relay/login"));
  private static final Route.Relay OTHER_RELAY =
      new Route.Relay("other.example", 587, TlsLevel.Required, Optional.empty());

  private enum Part {
    SAME,
    GONE,
    SUSPENDED,
    CAPTURES,
    OF_ANOTHER_DOMAIN,
    MATCHES_OTHERS,
    ANOTHER_RELAY,
    BY_MX
  }

  /** What is declared of each part. */
  private record Declared(Part domain, Part user, Part policy, Part route, Part login) {
    static final Declared BEFORE =
        new Declared(Part.SAME, Part.SAME, Part.SAME, Part.SAME, Part.SAME);

    TestConfig config() {
      var config = new TestConfig().domain("host.example", Outbound.Deliver);
      if (domain != Part.GONE) {
        config.domain("example.com", domain == Part.CAPTURES ? Outbound.Capture : Outbound.Deliver);
      }
      config.user("other@host.example", "secret");
      if (user != Part.GONE) {
        config.user(
            PostRoom.ALICE, "secret", Optional.empty(), user == Part.SUSPENDED, Quota.DEFAULT);
      }
      if (policy != Part.GONE) {
        config.policy(
            new SendPolicy(
                "team",
                policy == Part.OF_ANOTHER_DOMAIN ? "host-example" : "example-com",
                List.of(),
                SendPolicy.From.OwnAddresses,
                List.of(),
                policy == Part.SUSPENDED,
                routes(),
                DeliveryRules.DEFAULT));
      }
      return login == Part.GONE ? config : config.credential("relay/login", "us", "secret");
    }

    private List<Route> routes() {
      return switch (route) {
        case GONE -> List.of();
        case MATCHES_OTHERS -> List.of(new Route(List.of("there.example"), Optional.of(RELAY)));
        case ANOTHER_RELAY -> List.of(new Route(List.of("*"), Optional.of(OTHER_RELAY)));
        case BY_MX -> List.of(new Route(List.of("*"), Optional.empty()));
        default -> List.of(new Route(List.of("*"), Optional.of(RELAY)));
      };
    }

    /** What must hold it, by the order of the table. */
    Optional<HoldReason> holds() {
      var found =
          domain == Part.GONE
              ? HoldReason.DOMAIN_GONE
              : domain == Part.CAPTURES
                  ? HoldReason.CAPTURE
                  : user == Part.GONE
                      ? HoldReason.USER_GONE
                      : user == Part.SUSPENDED ? HoldReason.USER_SUSPENDED : ofPolicy();
      return Optional.ofNullable(found);
    }

    private HoldReason ofPolicy() {
      return switch (policy) {
        case GONE, OF_ANOTHER_DOMAIN -> HoldReason.POLICY_GONE;
        case SUSPENDED -> HoldReason.POLICY_SUSPENDED;
        default ->
            switch (route) {
              case GONE, MATCHES_OTHERS -> HoldReason.ROUTE_GONE;
              case SAME -> login == Part.GONE ? HoldReason.CREDENTIALS_GONE : null;
              default -> null;
            };
      };
    }

    /** Where it goes when nothing holds it. */
    Hop hop() {
      return switch (route) {
        case ANOTHER_RELAY -> new Hop.Smarthost(OTHER_RELAY);
        case BY_MX -> new Hop.Exchange("elsewhere.example");
        default -> new Hop.Smarthost(RELAY);
      };
    }
  }

  private static final List<Part> DOMAINS = List.of(Part.SAME, Part.GONE, Part.CAPTURES);
  private static final List<Part> USERS = List.of(Part.SAME, Part.GONE, Part.SUSPENDED);
  private static final List<Part> POLICIES =
      List.of(Part.SAME, Part.GONE, Part.SUSPENDED, Part.OF_ANOTHER_DOMAIN);
  private static final List<Part> ROUTES =
      List.of(Part.SAME, Part.GONE, Part.MATCHES_OTHERS, Part.ANOTHER_RELAY, Part.BY_MX);
  private static final List<Part> LOGINS = List.of(Part.SAME, Part.GONE);

  private static Stream<Declared> all() {
    return DOMAINS.stream()
        .flatMap(domain -> USERS.stream().map(user -> List.of(domain, user)))
        .flatMap(two -> POLICIES.stream().map(policy -> List.of(two.get(0), two.get(1), policy)))
        .flatMap(three -> ROUTES.stream().map(route -> append(three, route)))
        .flatMap(four -> LOGINS.stream().map(login -> append(four, login)))
        .map(it -> new Declared(it.get(0), it.get(1), it.get(2), it.get(3), it.get(4)));
  }

  private static List<Part> append(List<Part> parts, Part one) {
    return Stream.concat(parts.stream(), Stream.of(one)).toList();
  }

  /** Every way in which one part alone can change. */
  static Stream<Arguments> rows() {
    return all()
        .filter(
            it ->
                Stream.of(it.domain(), it.user(), it.policy(), it.route(), it.login())
                        .filter(part -> part != Part.SAME)
                        .count()
                    == 1)
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void holdsWhatHasNoWayAnyMoreAndSendsItWhenThereIsOneAgain(Declared after) {
    try (var room = new PostRoom(Declared.BEFORE.config())) {
      room.send(BOB);
      room.offer(after.config());
      room.started();
      if (after.holds().isEmpty()) {
        room.await(BOB, State.DELIVERED, 1);
        assertThat(room.couriers.sent())
            .extracting(ScriptedCouriers.Sent::hop)
            .containsExactly(after.hop());
        return;
      }
      var held = room.await(BOB, State.HELD, 0);
      assertThat(held.hold().orElseThrow().reason()).isEqualTo(after.holds().get());
      assertThat(room.couriers.sent()).isEmpty();
      room.offer(Declared.BEFORE.config());
      room.await(BOB, State.DELIVERED, 1);
      assertThat(room.couriers.sent())
          .extracting(ScriptedCouriers.Sent::hop)
          .containsExactly(new Hop.Smarthost(RELAY));
    }
  }

  @Test
  void saysTheFirstReasonOfAllThatHoldIt() {
    try (var room = new PostRoom(Declared.BEFORE.config())) {
      room.send(BOB);
      var waiting = room.delivery(BOB);
      assertThat(all())
          .hasSize(360)
          .allSatisfy(
              it ->
                  assertThat(HoldRules.of(directory(it), waiting, policy -> false))
                      .as("%s", it)
                      .isEqualTo(it.holds()));
    }
  }

  private static Directory directory(Declared declared) {
    var live = new LiveConfig(declared.config().build(), List.of(), new HandClock(), event -> {});
    return live.current().directory();
  }

  /** Whom the policy names as recipients now may differ from when the mail came. */
  @Test
  void aGuardHoldsWhatIsForPeopleItDoesNotLetBeMailed() {
    var policy =
        TestPolicy.guarding(
            "team", "example-com", TestPolicy.redirecting("tests@dev.example", "*@ours.example"));
    try (var room = new PostRoom(Declared.BEFORE.config().policy(everybody()))) {
      room.send(BOB);
      room.send("eve@ours.example");
      room.send("tests@dev.example");
      room.offer(Declared.BEFORE.config().policy(policy));
      room.started();
      var held = room.await(BOB, State.HELD, 0);
      assertThat(held.hold().orElseThrow().reason()).isEqualTo(HoldReason.RECIPIENT_NOT_ALLOWED);
      room.await("eve@ours.example", State.DELIVERED, 1);
      room.await("tests@dev.example", State.DELIVERED, 1);
      // a guard that is gone lets nothing out either
      room.offer(new Declared(Part.SAME, Part.SAME, Part.GONE, Part.SAME, Part.SAME).config());
      org.awaitility.Awaitility.await()
          .until(() -> room.store.queue().status().heldFor().containsKey(HoldReason.POLICY_GONE));
      assertThat(room.couriers.sent()).hasSize(2);
      room.offer(Declared.BEFORE.config().policy(everybody()));
      room.await(BOB, State.DELIVERED, 1);
    }
  }

  private static SendPolicy everybody() {
    return TestPolicy.guarding("team", "example-com", RecipientRules.EVERYBODY);
  }

  @Test
  void whatHadNoPolicyOrNoUserIsHeldForNeither() {
    try (var room = new PostRoom(Declared.BEFORE.config())) {
      room.sendFrom("app@example.com", Recipient.of(BOB));
      var gone = new Declared(Part.SAME, Part.GONE, Part.SAME, Part.SAME, Part.SAME);
      assertThat(HoldRules.of(directory(gone), room.delivery(BOB), policy -> false)).isEmpty();
    }
  }

  @Test
  void aSuspendedPolicyHoldsUsersReportsAndSendsTheServersOwn() {
    var suspended = new Declared(Part.SAME, Part.SAME, Part.SUSPENDED, Part.SAME, Part.SAME);
    try (var room = new PostRoom(Declared.BEFORE.config())) {
      var alice = Optional.of(Submitter.of(PostRoom.ALICE, PostRoom.ALICE));
      room.sendFrom("", alice, Recipient.of(BOB));
      room.sendFrom("", Recipient.of("eve@elsewhere.example"));
      room.offer(suspended.config());
      room.started();
      room.await("eve@elsewhere.example", State.DELIVERED, 1);
      var held = room.await(BOB, State.HELD, 0);
      assertThat(held.hold().orElseThrow().reason()).isEqualTo(HoldReason.POLICY_SUSPENDED);
    }
  }

  @Test
  void followsAHoldFromReasonToReason() {
    try (var room = new PostRoom(Declared.BEFORE.config())) {
      room.send(BOB);
      room.offer(new Declared(Part.CAPTURES, Part.SAME, Part.GONE, Part.SAME, Part.SAME).config());
      room.started();
      room.await(BOB, State.HELD, 0);
      room.offer(new Declared(Part.SAME, Part.SAME, Part.GONE, Part.SAME, Part.SAME).config());
      org.awaitility.Awaitility.await()
          .until(
              () ->
                  room.store
                      .queue()
                      .status()
                      .heldFor()
                      .keySet()
                      .equals(Set.of(HoldReason.POLICY_GONE)));
      assertThat(room.couriers.sent()).isEmpty();
      room.offer(Declared.BEFORE.config());
      room.await(BOB, State.DELIVERED, 1);
    }
  }

  @Test
  void onlyPeopleReleaseWhatPeopleHold() {
    var captures = new Declared(Part.CAPTURES, Part.SAME, Part.SAME, Part.SAME, Part.SAME);
    try (var room = new PostRoom(Declared.BEFORE.config())) {
      room.send(BOB);
      room.offer(captures.config());
      room.started();
      room.await(BOB, State.HELD, 0);
      var bob = List.of(room.delivery(BOB).id());
      room.store.queue().apply(Action.HOLD, bob, room.clock.instant());
      room.offer(Declared.BEFORE.config());
      room.send("eve@elsewhere.example");
      room.await("eve@elsewhere.example", State.DELIVERED, 1);
      assertThat(room.delivery(BOB).hold().orElseThrow().reason()).isEqualTo(HoldReason.MANUAL);
      room.offer(captures.config());
      room.store.queue().apply(Action.RELEASE, bob, room.clock.instant());
      room.outbox.wake();
      org.awaitility.Awaitility.await()
          .until(() -> room.store.queue().status().heldFor().containsKey(HoldReason.CAPTURE));
      room.offer(Declared.BEFORE.config());
      room.await(BOB, State.DELIVERED, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("holders")
  void expiresWhatIsHeldTooLongAndTellsItsSender(boolean byHand) {
    try (var room = new PostRoom(Declared.BEFORE.config())) {
      room.send(BOB);
      if (byHand) {
        room.store
            .queue()
            .apply(Action.HOLD, List.of(room.delivery(BOB).id()), room.clock.instant());
      } else {
        room.offer(new Declared(Part.SAME, Part.SAME, Part.GONE, Part.SAME, Part.SAME).config());
      }
      room.started();
      room.await(BOB, State.HELD, 0);
      room.advance(Duration.ofHours(336).minusSeconds(1));
      room.offer(new Declared(Part.SAME, Part.SAME, Part.GONE, Part.SAME, Part.GONE).config());
      room.advance(Duration.ofSeconds(1));
      var expired = room.await(BOB, State.EXPIRED, 1);
      assertThat(expired.last().orElseThrow().text()).contains("it was held since");
      assertThat(room.couriers.sent()).isEmpty();
      assertThat(room.inbox()).hasSize(1);
      assertThat(room.inbox().getFirst()).contains("Action: failed", "it was held since");
    }
  }

  static Stream<Boolean> holders() {
    return Stream.of(true, false);
  }
}
