package io.mailhelm.dns.rotation;

import static io.mailhelm.config.DkimKey.Algorithm.Ed25519;
import static io.mailhelm.config.DkimKey.Algorithm.Rsa;
import static io.mailhelm.config.DkimKey.Stage.Active;
import static io.mailhelm.config.DkimKey.Stage.Pending;
import static io.mailhelm.config.DkimKey.Stage.Retired;
import static io.mailhelm.config.DkimKey.Stage.Retiring;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final RotationRules BOTH = rules(Rsa, Ed25519);
  private static final RotationRules RSA = rules(Rsa);
  private static final RecordVisibility SEEN =
      new RecordVisibility(true, Duration.ofMinutes(5), "");
  private static final RecordVisibility UNSEEN =
      new RecordVisibility(false, Duration.ofMinutes(5), "ns1 says no");

  private static RotationRules rules(DkimKey.Algorithm... algorithms) {
    return new RotationRules(
        List.of(algorithms), Duration.ofDays(90), Duration.ofDays(7), Duration.ofDays(30));
  }

  private static DkimLedger.Key key(String selector, DkimKey.Stage stage, Instant since) {
    return new DkimLedger.Key(
        selector, selector.startsWith("e") ? Ed25519 : Rsa, stage, since, Optional.empty());
  }

  private static DkimLedger ledger(DkimLedger.Key... keys) {
    return new DkimLedger(List.of(keys));
  }

  private static DkimLedger.Key seen(DkimLedger.Key key, Instant since) {
    return new DkimLedger.Key(
        key.selector(), key.algorithm(), key.stage(), key.since(), Optional.of(since));
  }

  private static RotationPlan next(
      DkimLedger ledger, RotationRules rules, Instant now, String... seen) {
    var sights =
        Arrays.stream(seen).collect(Collectors.toMap(selector -> selector, selector -> SEEN));
    return Rotation.next(ledger, rules, sights, now);
  }

  @Test
  void aDomainWithoutKeysGetsOneOfEachAlgorithmThatWaits() {
    var plan = next(ledger(), BOTH, START);

    assertThat(plan.ledger().keys())
        .containsExactly(key("ed25519", Pending, START), key("rsa2048", Pending, START));
    assertThat(plan.nextTransition()).isEmpty();
    assertThat(plan.lookAgain()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void theFirstKeySignsOnceItWasSeenForAsLongAsANoMayBeBelieved() {
    var made = ledger(key("rsa2048", Pending, START));
    var firstSeen = START.plusSeconds(100);
    var plan = next(made, RSA, firstSeen, "rsa2048");

    assertThat(plan.ledger().keys()).containsExactly(seen(made.keys().getFirst(), firstSeen));
    assertThat(plan.nextTransition()).contains(firstSeen.plusSeconds(300));
    assertThat(plan.lookAgain()).isEqualTo(Duration.ofSeconds(300));

    var early = next(plan.ledger(), RSA, firstSeen.plusSeconds(299), "rsa2048");
    assertThat(early.ledger()).isEqualTo(plan.ledger());
    assertThat(early.lookAgain()).isEqualTo(Duration.ofSeconds(1));

    var due = firstSeen.plusSeconds(300);
    assertThat(next(early.ledger(), RSA, due, "rsa2048").ledger().keys())
        .containsExactly(key("rsa2048", Active, due));
  }

  @Test
  void aBreakBeginsTheWaitAnew() {
    var waiting = ledger(seen(key("rsa2048", Pending, START), START.plusSeconds(10)));
    var late = START.plusSeconds(3_600);

    assertThat(next(waiting, RSA, late).ledger().keys()) // silence
        .containsExactly(key("rsa2048", Pending, START));
    assertThat(Rotation.next(waiting, RSA, Map.of("rsa2048", UNSEEN), late).ledger().keys())
        .containsExactly(key("rsa2048", Pending, START));
  }

  @Test
  void aNoIsWaitedOutForADayAtMost() {
    var seen = ledger(seen(key("rsa2048", Pending, START), START.plusSeconds(10)));
    var far = new RecordVisibility(true, Duration.ofDays(9), "");
    var day = START.plusSeconds(10).plus(Duration.ofHours(24));

    assertThat(Rotation.next(seen, RSA, Map.of("rsa2048", far), day.minusSeconds(1)).ledger())
        .isEqualTo(seen);
    assertThat(Rotation.next(seen, RSA, Map.of("rsa2048", far), day).ledger().keys())
        .containsExactly(key("rsa2048", Active, day));
  }

  @Test
  void whatWasSeenUnderTheNameOfAKeyBeforeItWasMadeIsNotThatKey() {
    var plan = next(ledger(), RSA, START, "rsa2048");

    assertThat(plan.ledger().keys()).containsExactly(key("rsa2048", Pending, START));
    assertThat(next(plan.ledger(), RSA, START, "rsa2048").ledger()).isEqualTo(plan.ledger());
  }

  @Test
  void aKeyThatSignedLongEnoughGetsASuccessorAndSignsUntilThatOneDoes() {
    var old = key("rsa2048", Active, START);
    var due = START.plus(Duration.ofDays(90));
    assertThat(next(ledger(old), RSA, due.minusSeconds(1)).nextTransition()).contains(due);

    var rotating = next(ledger(old), RSA, due).ledger();
    assertThat(rotating.keys()).containsExactly(old, key("rsa2048-20270221", Pending, due));

    var stuck = next(rotating, RSA, due.plus(Duration.ofDays(400))).ledger();
    assertThat(stuck).isEqualTo(rotating);
    assertThat(stuck.key("rsa2048-20270221").orElseThrow().isStuck(due.plus(Duration.ofDays(4))))
        .isTrue();

    var seen = next(rotating, RSA, due.plusSeconds(60), "rsa2048-20270221").ledger();
    var done = next(seen, RSA, due.plusSeconds(360), "rsa2048-20270221").ledger();
    assertThat(done.keys())
        .containsExactly(
            key("rsa2048", Retiring, due.plusSeconds(360)),
            key("rsa2048-20270221", Active, due.plusSeconds(360)));
  }

  @Test
  void aKeyThatStoppedStaysPublishedAndIsKeptAsLongAsTheRulesSay() {
    var active = key("rsa2048-20261120", Active, START);
    var published = ledger(key("rsa2048", Retiring, START), active);
    var week = START.plus(Duration.ofDays(7));

    assertThat(next(published, RSA, week.minusSeconds(1)).ledger()).isEqualTo(published);
    var retired = next(published, RSA, week).ledger();
    assertThat(retired.keys()).containsExactly(key("rsa2048", Retired, week), active);
    assertThat(next(retired, RSA, week.plus(Duration.ofDays(30))).ledger().keys())
        .containsExactly(active);
  }

  @Test
  void anAlgorithmThatIsNotWantedStopsOnceTheWantedOneSigns() {
    var ed = key("ed25519", Active, START);
    var switching = next(ledger(ed), RSA, START.plusSeconds(1)).ledger();
    assertThat(switching.keys()).containsExactly(ed, key("rsa2048", Pending, START.plusSeconds(1)));

    var seen = next(switching, RSA, START.plusSeconds(2), "rsa2048").ledger();
    assertThat(next(seen, RSA, START.plusSeconds(302), "rsa2048").ledger().keys())
        .containsExactly(
            key("ed25519", Retiring, START.plusSeconds(302)),
            key("rsa2048", Active, START.plusSeconds(302)));
  }

  @Test
  void aPendingKeyThatIsNotWantedGoesAtOnce() {
    var both = ledger(key("ed25519", Pending, START), key("rsa2048", Active, START));

    assertThat(next(both, RSA, START.plusSeconds(1)).ledger().keys())
        .containsExactly(key("rsa2048", Active, START));
  }

  @Test
  void aClockThatWasAheadMakesEveryWaitBeginAnew() {
    var ahead = START.plus(Duration.ofDays(300));
    var written =
        ledger(seen(key("rsa2048", Pending, ahead), ahead), key("ed25519", Active, ahead));

    var plan = next(written, BOTH, START, "rsa2048");

    assertThat(plan.ledger())
        .isEqualTo(ledger(key("rsa2048", Pending, START), key("ed25519", Active, START)));
  }

  @Test
  void severalKeysOfADayHaveSelectorsOfTheirOwn() {
    var keys =
        ledger(
            key("rsa2048-20261123", Retiring, START.minusSeconds(9)),
            key("rsa2048-20261123b", Active, START.minus(Duration.ofDays(90))));

    assertThat(next(keys, RSA, START).ledger().key("rsa2048-20261123c")).isPresent();
  }

  @Test
  void theOldestRetiredKeyMakesRoomForASuccessorAndNoOther() {
    var full =
        IntStream.range(0, 15)
            .mapToObj(i -> key("r" + (char) ('a' + i), Retired, START.minusSeconds(i)))
            .toList();
    var old = key("rz", Active, START.minus(Duration.ofDays(91)));

    var next = next(with(full, old), RSA, START).ledger();

    assertThat(next.keys()).hasSize(Rotation.MAX_KEYS);
    assertThat(next.key("ro")).isEmpty();
    assertThat(next.key("rn")).isPresent();

    var published = full.stream().map(key -> key(key.selector(), Retiring, key.since())).toList();
    var waits = next(with(published, old), RSA, START);
    assertThat(waits.ledger()).isEqualTo(with(published, old));
    assertThat(waits.nextTransition()).contains(START.minusSeconds(14).plus(Duration.ofDays(7)));
  }

  private static DkimLedger with(List<DkimLedger.Key> keys, DkimLedger.Key another) {
    return new DkimLedger(Stream.concat(keys.stream(), Stream.of(another)).toList());
  }

  @Test
  void twoActiveKeysOfOneAlgorithmThatAHandWroteBecomeOne() {
    var next =
        next(
            ledger(key("ra", Active, START), key("rb", Active, START.minusSeconds(1))), RSA, START);

    assertThat(next.ledger())
        .isEqualTo(ledger(key("ra", Active, START), key("rb", Retiring, START)));
  }

  @Test
  void aRecordIsLookedForMoreAndMoreRarely() {
    var made = ledger(key("rsa2048", Pending, START));

    assertThat(next(made, RSA, START.plusSeconds(60)).lookAgain()).isEqualTo(RotationSchedule.SOON);
    assertThat(next(made, RSA, START.plusSeconds(3_000)).lookAgain())
        .isEqualTo(Duration.ofSeconds(300));
    assertThat(next(made, RSA, START.plusSeconds(90_000)).lookAgain())
        .isEqualTo(RotationSchedule.PATIENT);
    assertThat(next(ledger(key("rsa2048", Active, START)), RSA, START).lookAgain())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void keysOfBeforeThereWereLedgersWaitLikeNewOnes() {
    var adopted = Rotation.adopt(Map.of("rsa2048", Rsa, "ed25519", Ed25519), START);

    assertThat(adopted)
        .isEqualTo(ledger(key("rsa2048", Pending, START), key("ed25519", Pending, START)));
    assertThat(next(adopted, BOTH, START.plusSeconds(1)).ledger()).isEqualTo(adopted);
  }
}
