package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Provider;
import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Destinations that ask for less, and what providers have at most. */
class SlowedDestinationsTest {
  private static final LaneKey LANE = LaneKey.parse("team|elsewhere.example");
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final LaneLimits limits = limits(config -> config, new DestinationProviders());

  private static LaneLimits limits(UnaryOperator<TestConfig> more, DestinationProviders providers) {
    try (var room = new PostRoom(more.apply(PostRoom.config()))) {
      return new LaneLimits(room.live, providers);
    }
  }

  private static Attempt said(Instant at, Outcome outcome, int code, String enhanced) {
    var usual = ScriptedCouriers.answer(outcome, code, enhanced, "text");
    return new Attempt(
        at,
        usual.took(),
        outcome,
        usual.host(),
        usual.address(),
        usual.tls(),
        code,
        enhanced,
        usual.text());
  }

  private void said(int code, String enhanced) {
    var outcome = code < 300 ? Outcome.DELIVERED : Outcome.DEFERRED;
    limits.attempted(LANE, List.of(said(NOW, outcome, code, enhanced)), NOW);
  }

  @Test
  void isHalvedDownToOneAndRecoversByWhatIsTaken() {
    assertThat(limits.connections(LANE)).isEqualTo(5);
    assertThat(limits.perMinute(LANE)).isEmpty();
    said(421, "4.3.2");
    assertThat(limits.connections(LANE)).isEqualTo(2);
    assertThat(limits.perMinute(LANE)).contains(60);
    said(450, "4.7.1");
    assertThat(limits.connections(LANE)).isEqualTo(1);
    assertThat(limits.perMinute(LANE)).contains(30);
    for (int i = 0; i < 9; i++) {
      said(421, "");
    }
    assertThat(limits.connections(LANE)).isEqualTo(1);
    assertThat(limits.perMinute(LANE)).contains(1);
    assertThat(limits.slowed(LANE).orElseThrow().reply()).isEqualTo("421  text");

    for (int i = 0; i < 9; i++) {
      said(250, "2.0.0");
    }
    assertThat(limits.perMinute(LANE)).contains(1);
    said(250, "2.0.0");
    assertThat(limits.perMinute(LANE)).contains(2);
    assertThat(limits.connections(LANE)).isEqualTo(2);
    for (int i = 0; i < 60; i++) {
      said(250, "2.0.0");
    }
    assertThat(limits.perMinute(LANE)).isEmpty();
    assertThat(limits.connections(LANE)).isEqualTo(5);
    assertThat(limits.slowed()).isEmpty();
  }

  @Test
  void otherRepliesSlowNothingDown() {
    said(450, "4.2.0");
    said(452, "4.2.2");
    limits.attempted(LANE, List.of(said(NOW, Outcome.FAILED, 550, "5.7.1")), NOW);
    limits.attempted(LANE, List.of(ScriptedCouriers.nobodyThere()), NOW);
    assertThat(limits.slowed()).isEmpty();
  }

  @Test
  void connectionsThatAreAskedAtOnceSlowItDownOnce() {
    limits.attempted(LANE, List.of(said(NOW, Outcome.DEFERRED, 421, "4.7.0")), NOW.plusSeconds(1));
    limits.attempted(LANE, List.of(said(NOW, Outcome.DEFERRED, 421, "4.7.0")), NOW.plusSeconds(2));
    assertThat(limits.perMinute(LANE)).contains(60);
  }

  @Test
  void aProviderHasNoMoreThanItsRuleSaysWhateverThePolicyDoes() {
    var providers = new DestinationProviders();
    var bounded =
        limits(
            config ->
                config.providers(
                    new Provider(
                        "mailer", List.of("mailer.example"), Optional.of(3), Optional.of(20))),
            providers);
    assertThat(bounded.connections(LANE)).isEqualTo(5);
    providers.seen("elsewhere.example", "MX1.mailer.example");
    assertThat(bounded.connections(LANE)).isEqualTo(3);
    assertThat(bounded.perMinute(LANE)).contains(20);
    assertThat(bounded.provider(LANE).orElseThrow().name()).isEqualTo("mailer");
  }

  @Test
  void whatIsDeclaredTakesThePlaceOfWhatIsKnown() {
    var providers = new DestinationProviders();
    providers.seen("elsewhere.example", "aspmx.l.google.com");
    assertThat(limits(config -> config, providers).provider(LANE).orElseThrow().name())
        .isEqualTo("google");
    var other = new Provider("google", List.of("g.example"), Optional.empty(), Optional.empty());
    assertThat(limits(config -> config.providers(other), providers).provider(LANE)).isEmpty();
  }

  @Test
  void aLaneThatIsAskedForLessSendsByOneConnectionAndInItsTime() {
    try (var room = new PostRoom()) {
      for (int i = 0; i < 40; i++) {
        room.send(i + "@elsewhere.example");
      }
      room.couriers.sayToAll(
          recipient -> ScriptedCouriers.answer(Outcome.DEFERRED, 421, "4.7.0", "Too many"));
      room.started();
      await()
          .until(
              () ->
                  room.outbox.destinations().stream()
                      .anyMatch(of -> of.slowed().isPresent() && of.mostConnections() == 1));
      room.couriers.sayToAll(
          recipient -> ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok"));
      var destination = room.outbox.destinations().getFirst();
      assertThat(destination.lane().hop()).isEqualTo("elsewhere.example");
      assertThat(destination.slowed().orElseThrow().reply()).isEqualTo("421 4.7.0 Too many");
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                room.advance(Duration.ofMinutes(10));
                return room.store.queue().all().stream()
                    .allMatch(it -> it.state() == State.DELIVERED);
              });
    }
  }

  @Test
  void otherDestinationsGoOn() {
    try (var room =
        new PostRoom(PostRoom.config().policy(PostRoom.policy(DeliveryRules.DEFAULT)))) {
      room.couriers.say("a@elsewhere.example", 421, "4.7.0", "Too many");
      room.send("a@elsewhere.example");
      room.started();
      room.await("a@elsewhere.example", State.QUEUED, 1);
      for (int i = 0; i < 20; i++) {
        room.send(i + "@other.example");
      }
      room.await("19@other.example", State.DELIVERED, 1);
      assertThat(room.outbox.destinations())
          .filteredOn(of -> of.slowed().isPresent())
          .extracting(of -> of.lane().hop())
          .containsExactly("elsewhere.example");
    }
  }

  @Test
  void aRateThatRisesNeverEndsInNone() {
    var slowed = SlowedLane.first(1_000, Instant.EPOCH, "421");
    for (int i = 0; i < 10_000 && !slowed.isOver(1_000); i++) {
      slowed = slowed.faster();
      assertThat(slowed.perMinute()).isGreaterThanOrEqualTo(SlowedLane.FIRST_RATE);
    }
    assertThat(slowed.isOver(1_000)).isTrue();
  }
}
