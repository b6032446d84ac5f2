package io.mailhelm.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.UpgradeState.State;
import io.mailhelm.crds.ServerSpec.Upgrade;
import io.mailhelm.operator.desired.PodRevision;
import io.mailhelm.operator.upgrade.AppliedServer.Begun;
import io.mailhelm.operator.upgrade.AppliedServer.Pods;
import io.mailhelm.operator.upgrade.UpgradeTurn.Action;
import io.mailhelm.operator.upgrade.UpgradeTurn.ConfigFormat;
import io.mailhelm.operator.upgrade.UpgradeTurn.Decision;
import io.mailhelm.operator.upgrade.UpgradeTurn.OwnersWord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradeTurnTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final PodRevision OLD = new PodRevision("declared", "old");
  private static final PodRevision NEW = new PodRevision("declared", "new");
  private static final ConfigFormat SAME = new ConfigFormat(Optional.of(5), 5, true);

  private static AppliedServer server(String name, PodRevision applied, int ready) {
    return new AppliedServer(
        "mail",
        name,
        Optional.ofNullable(applied),
        Optional.empty(),
        Optional.empty(),
        new Pods(ready > 0, false, ready, false),
        Optional.empty());
  }

  /** One whose upgrade began so long ago. */
  private static AppliedServer upgraded(String name, Duration ago, boolean complete) {
    return new AppliedServer(
        "mail",
        name,
        Optional.of(NEW),
        Optional.empty(),
        Optional.of(new Begun(NOW.minus(ago), false)),
        new Pods(complete, !complete, 0, false),
        Optional.empty());
  }

  private static AppliedServer stalled(AppliedServer server) {
    return new AppliedServer(
        server.namespace(),
        server.name(),
        server.applied(),
        server.taken(),
        server.begun(),
        new Pods(server.pods().complete(), server.pods().replaced(), server.pods().ready(), true),
        server.formats());
  }

  private static AppliedServer in(String namespace, AppliedServer server) {
    return new AppliedServer(
        namespace,
        server.name(),
        server.applied(),
        server.taken(),
        server.begun(),
        server.pods(),
        server.formats());
  }

  private static AppliedServer ownersCause(AppliedServer server) {
    return new AppliedServer(
        server.namespace(),
        server.name(),
        server.applied(),
        server.taken(),
        server.begun().map(begun -> new Begun(begun.since(), true)),
        server.pods(),
        server.formats());
  }

  private static AppliedServer applied(PodRevision revision, AppliedServer server) {
    return new AppliedServer(
        server.namespace(),
        server.name(),
        Optional.of(revision),
        server.taken(),
        server.begun(),
        server.pods(),
        server.formats());
  }

  private static AppliedServer reading(List<Integer> formats, AppliedServer server) {
    return new AppliedServer(
        server.namespace(),
        server.name(),
        server.applied(),
        server.taken(),
        server.begun(),
        server.pods(),
        Optional.of(formats));
  }

  private static UpgradesInProgress others(AppliedServer... others) {
    return new UpgradesInProgress(() -> List.of(others), new UpgradesInProgress.Bounds(2, 2), NOW);
  }

  private static final OwnersWord AUTOMATIC = new OwnersWord(null, Optional.empty(), false);

  private static Decision decide(AppliedServer own, AppliedServer... others) {
    return new UpgradeTurn(others(others), SAME).of(Optional.of(own), NEW, AUTOMATIC);
  }

  private static final UpgradesInProgress NO_MATTER =
      new UpgradesInProgress(
          () -> {
            throw new AssertionError("others are no matter");
          },
          new UpgradesInProgress.Bounds(2, 2),
          NOW);

  private static Decision manual(AppliedServer own, PodRevision wanted, String accepted) {
    return new UpgradeTurn(NO_MATTER, SAME)
        .of(
            Optional.of(own),
            wanted,
            new OwnersWord(Upgrade.Manual, Optional.ofNullable(accepted), false));
  }

  @Test
  void whatIsNotThereIsMadeAtOnce() {
    var turn = new UpgradeTurn(NO_MATTER, SAME);

    assertThat(turn.of(Optional.empty(), NEW, AUTOMATIC)).isEqualTo(Decision.apply());
    assertThat(
            turn.of(Optional.empty(), NEW, new OwnersWord(Upgrade.Manual, Optional.empty(), false)))
        .isEqualTo(Decision.apply());
  }

  @Test
  void aFewBeginAndTheOthersWaitUntilOneOfThemIsReady() {
    var own = server("own", OLD, 1);
    var one = upgraded("a", Duration.ofMinutes(1), false);
    var two = upgraded("b", Duration.ofMinutes(1), false);

    assertThat(decide(own).action()).isEqualTo(Action.Begin);
    assertThat(decide(own, one).action()).isEqualTo(Action.Begin);
    var waits = decide(own, one, two);
    assertThat(waits.action()).isEqualTo(Action.Wait);
    assertThat(waits.said().state()).isEqualTo(State.WaitsForTurn);
    assertThat(waits.said().message()).startsWith("2 servers are being upgraded, of 2 at once");
  }

  @Test
  void nobodyBeginsWhileOneDoesNotComeUp() {
    var own = server("own", OLD, 1);

    for (var failed :
        List.of(
            upgraded("a", UpgradesInProgress.PATIENCE, false),
            stalled(upgraded("a", Duration.ofMinutes(1), false)))) {
      var waits = decide(own, failed);
      assertThat(waits.action()).isEqualTo(Action.Wait);
      assertThat(waits.said().state()).isEqualTo(State.WaitsForServer);
      assertThat(waits.said().message()).startsWith("MailDomain a does not come up");
    }
  }

  @Test
  void whoIsInAnotherNamespaceIsNotNamed() {
    var other = in("shop", upgraded("secret", Duration.ofMinutes(20), false));

    assertThat(decide(server("own", OLD, 1), other).said().message())
        .startsWith("a server in another namespace does not come up")
        .doesNotContain("shop", "secret");
  }

  @Test
  void anUpgradeGoesOnUntilAllIsReadyAndIsSaidToHaveFailedWhereItIsNotInTime() {
    var soon = decide(upgraded("own", Duration.ofMinutes(9), false));
    assertThat(soon.action()).isEqualTo(Action.GoOn);
    assertThat(soon.said().state()).isEqualTo(State.Upgrading);

    assertThat(decide(upgraded("own", UpgradesInProgress.PATIENCE, false)).said().state())
        .isEqualTo(State.UpgradeFailed);
    assertThat(decide(upgraded("own", Duration.ofDays(1), true))).isEqualTo(Decision.apply());
  }

  @Test
  void whatAnOwnerChangesIsNotHeldBack() {
    var own = server("own", new PodRevision("declared before", "old"), 1);

    assertThat(decide(own, upgraded("a", Duration.ofDays(1), false)))
        .isEqualTo(Decision.replacePods());
  }

  @Test
  void whatAnEarlierOperatorMadeWithoutSayingOfWhatWaitsForItsTurn() {
    var failed = upgraded("a", Duration.ofHours(1), false);

    assertThat(decide(server("own", null, 1), failed).action()).isEqualTo(Action.Wait);
    assertThat(decide(server("own", null, 1)).action()).isEqualTo(Action.Begin);
  }

  @Test
  void aServerThatIsDownForGoodIsMendedAtOnceAndOneThatIsOnlyAwayIsNot() {
    var failed = upgraded("a", Duration.ofHours(1), false);
    var away = server("own", OLD, 0);

    assertThat(decide(away, failed).action()).isEqualTo(Action.Wait);
    assertThat(decide(stalled(away), failed)).isEqualTo(Decision.replacePods());
    var mine = applied(OLD, upgraded("own", Duration.ofDays(1), false));
    assertThat(decide(mine, failed).action()).isEqualTo(Action.Begin);
  }

  @Test
  void anOwnerWhoDecidesTakesOneUpgradeByItsNameAndNoOther() {
    var own = server("own", OLD, 1);

    for (var no : new String[] {null, "", "true", "old"}) {
      var waits = manual(own, NEW, no);
      assertThat(waits.action()).isEqualTo(Action.Wait);
      assertThat(waits.said().state()).isEqualTo(State.WaitsForOwner);
      assertThat(waits.said().message())
          .endsWith("kubectl -n mail annotate maildomain own --overwrite mailhelm.io/upgrade=new");
    }
    var taken = manual(own, NEW, "new");
    assertThat(taken.action()).isEqualTo(Action.Begin);
    assertThat(taken.begun().map(Begun::since)).contains(NOW);
    assertThat(taken.said().state()).isEqualTo(State.Upgrading);
  }

  @Test
  void whatAnOwnerTookOnceTakesNoOtherUpgradeToTheSame() {
    var own = took("new", server("own", OLD, 1));

    var waits = manual(own, NEW, "new");
    assertThat(waits.said().state()).isEqualTo(State.WaitsForOwner);
    assertThat(waits.said().message()).endsWith("mailhelm.io/upgrade=new-again");
    assertThat(manual(own, NEW, "new-again").action()).isEqualTo(Action.Begin);
    assertThat(manual(took("new-again", own), NEW, "new-again").said().message())
        .endsWith("mailhelm.io/upgrade=new");
  }

  @Test
  void podsThatAreBeingReplacedAreNotUpToDateForWhoseSakeEver() {
    var own = server("own", NEW, 1);
    var replaced =
        new AppliedServer(
            own.namespace(),
            own.name(),
            own.applied(),
            own.taken(),
            own.begun(),
            new Pods(false, true, 0, false),
            own.formats());

    for (var decision : List.of(decide(replaced), manual(replaced, NEW, null))) {
      assertThat(decision.action()).isEqualTo(Action.Apply);
      assertThat(decision.said().state()).isEqualTo(State.RollingOut);
    }
    assertThat(decide(own)).isEqualTo(Decision.apply());
  }

  private static AppliedServer took(String value, AppliedServer server) {
    return new AppliedServer(
        server.namespace(),
        server.name(),
        server.applied(),
        Optional.of(value),
        server.begun(),
        server.pods(),
        server.formats());
  }

  @Test
  void whatAnOwnerWhoDecidesChangesRunsWithTheImageThatIsThere() {
    var own = server("own", OLD, 1);

    assertThat(manual(own, new PodRevision("changed", "new"), null).action())
        .isEqualTo(Action.ApplyWithItsImage);
  }

  @Test
  void whatIsEditedWhileItIsUpgradedIsThatUpgradeOnUntilItIsComplete() {
    var edited = new PodRevision("declared before", "old");

    for (var ago : List.of(Duration.ofMinutes(1), Duration.ofHours(2))) {
      var own = applied(edited, upgraded("own", ago, false));
      var goesOn = decide(own, upgraded("a", Duration.ofMinutes(1), false));
      assertThat(goesOn.action()).isEqualTo(Action.GoOn);
      assertThat(goesOn.begun().map(Begun::since)).contains(NOW.minus(ago));
      var byHand = manual(own, NEW, null);
      assertThat(byHand.action()).isEqualTo(Action.ApplyWithItsImage);
      assertThat(byHand.begun()).isEqualTo(goesOn.begun());
    }
    assertThat(decide(applied(edited, upgraded("own", Duration.ofMinutes(1), true))))
        .isEqualTo(Decision.replacePods());
  }

  @Test
  void anEditMayBeWhyPodsFailOnlyWhereTheyHadNotFailedBefore() {
    var edited = new PodRevision("declared before", "old");

    var soon = decide(applied(edited, upgraded("own", Duration.ofMinutes(1), false)));
    var late = decide(applied(edited, upgraded("own", Duration.ofMinutes(11), false)));

    assertThat(soon.begun().map(Begun::ownersCause)).contains(true);
    assertThat(late.begun().map(Begun::ownersCause)).contains(false);
    assertThat(late.said().state()).isEqualTo(State.UpgradeFailed);
  }

  @Test
  void whatWasNotReadyBeforeOrRunsItsOwnersImageSaysNothingOfOurs() {
    assertThat(decide(server("own", OLD, 1)).begun().map(Begun::ownersCause)).contains(false);
    assertThat(decide(server("own", OLD, 0)).begun().map(Begun::ownersCause)).contains(true);
    var named =
        new UpgradeTurn(others(), SAME)
            .of(
                Optional.of(server("own", OLD, 1)),
                NEW,
                new OwnersWord(null, Optional.empty(), true));
    assertThat(named.begun().map(Begun::ownersCause)).contains(true);
  }

  @Test
  void oneThatFailsStopsItsNamespaceForADayAndOthersForAnHour() {
    var failed = upgraded("a", Duration.ofMinutes(59), false);
    var longer = upgraded("a", UpgradesInProgress.LOOK, false);
    var elsewhere = in("shop", server("own", OLD, 1));

    assertThat(decide(server("own", OLD, 1), failed).action()).isEqualTo(Action.Wait);
    assertThat(decide(elsewhere, failed).action()).isEqualTo(Action.Wait);
    assertThat(decide(server("own", OLD, 1), longer).action()).isEqualTo(Action.Wait);
    assertThat(decide(elsewhere, longer).action()).isEqualTo(Action.Begin);
    var old = upgraded("a", UpgradesInProgress.STOPPED, false);
    assertThat(decide(server("own", OLD, 1), old).action()).isEqualTo(Action.Begin);
    assertThat(decide(server("own", OLD, 1), old, upgraded("b", Duration.ZERO, false)).said())
        .extracting(said -> said.state(), said -> said.message())
        .containsExactly(
            State.WaitsForTurn,
            "1 servers are being upgraded, of 1 at once: this one begins when its turn comes");
  }

  @Test
  void howeverManyFailInOneNamespaceTheyKeepNoPlaceOfOthers() {
    var tenants =
        List.of(
            upgraded("a", Duration.ofHours(2), false),
            upgraded("b", Duration.ofHours(2), false),
            upgraded("c", Duration.ofHours(2), false));

    assertThat(
            decide(in("shop", server("own", OLD, 1)), tenants.toArray(AppliedServer[]::new))
                .action())
        .isEqualTo(Action.Begin);
  }

  @Test
  void whatFailsInTwoNamespacesStopsAllAndIsTriedWithOneADay() {
    var one = in("one", upgraded("a", Duration.ofHours(5), false));
    var two = in("two", upgraded("b", Duration.ofHours(3), false));

    assertThat(decide(server("own", OLD, 1), one, two).said().state())
        .isEqualTo(State.WaitsForServer);
    assertThat(decide(server("own", OLD, 1), one, ownersCause(two)).action())
        .isEqualTo(Action.Begin);
    var older = in("two", upgraded("b", UpgradesInProgress.STOPPED, false));
    var oldest = in("one", upgraded("a", UpgradesInProgress.STOPPED.plusDays(1), false));
    assertThat(decide(server("own", OLD, 1), oldest, older).action()).isEqualTo(Action.Begin);
    assertThat(
            decide(
                    server("own", OLD, 1),
                    oldest,
                    older,
                    in("x", upgraded("c", Duration.ZERO, false)))
                .action())
        .isEqualTo(Action.Wait);
  }

  @Test
  void aTimeThatIsYetToComeHoldsNoPlace() {
    var forged =
        List.of(
            in("one", upgraded("a", Duration.ofDays(-9), false)),
            in("one", upgraded("b", Duration.ofDays(-9), false)));

    assertThat(decide(server("own", OLD, 1), forged.toArray(AppliedServer[]::new)).action())
        .isEqualTo(Action.Begin);
  }

  @Test
  void whatItsOwnerMayHaveCausedKeepsNobodyElsewhereWaiting() {
    var failed = ownersCause(upgraded("a", Duration.ofMinutes(11), false));

    assertThat(decide(in("shop", server("own", OLD, 1)), failed).action()).isEqualTo(Action.Begin);
    assertThat(decide(server("own", OLD, 1), failed).action()).isEqualTo(Action.Wait);
  }

  @Test
  void whatIsUnderWayIsReplacedAtOnceByWhatIsNewer() {
    var half =
        new AppliedServer(
            "mail",
            "own",
            Optional.of(OLD),
            Optional.empty(),
            Optional.of(new Begun(NOW.minusSeconds(60), false)),
            new Pods(false, true, 1, false),
            Optional.empty());

    var begins = decide(half, upgraded("a", Duration.ofHours(1), false));

    assertThat(begins.action()).isEqualTo(Action.Begin);
    assertThat(begins.begun()).contains(new Begun(NOW, false));
  }

  @Test
  void whatCannotComeUpWithTheConfigThereIsInterruptsNobodyAndBeginsAtOnce() {
    var failed = upgraded("a", Duration.ofMinutes(20), false);
    var away = reading(List.of(4), server("own", OLD, 0));
    var config = new ConfigFormat(Optional.of(5), 5, true);

    for (var word : List.of(AUTOMATIC, new OwnersWord(Upgrade.Manual, Optional.empty(), false))) {
      for (var format : List.of(config, new ConfigFormat(Optional.empty(), 5, true))) {
        assertThat(
                new UpgradeTurn(others(failed), format).of(Optional.of(away), NEW, word).action())
            .isEqualTo(Action.Begin);
      }
      var comesBack = new ConfigFormat(Optional.of(4), 5, true);
      assertThat(
              new UpgradeTurn(others(failed), comesBack).of(Optional.of(away), NEW, word).action())
          .isEqualTo(Action.Wait);
      var runs = reading(List.of(4), server("own", OLD, 1));
      assertThat(new UpgradeTurn(others(failed), config).of(Optional.of(runs), NEW, word).action())
          .isEqualTo(Action.Wait);
    }
  }

  @Test
  void podsThatWouldNotReadTheConfigAreNotMade() {
    var newer = new ConfigFormat(Optional.of(6), 5, false);

    var waits =
        new UpgradeTurn(others(), newer).of(Optional.of(server("own", OLD, 1)), NEW, AUTOMATIC);

    assertThat(waits.action()).isEqualTo(Action.Wait);
    assertThat(waits.said().state()).isEqualTo(State.WaitsForConfig);
    assertThat(waits.said().message()).contains("of format 6");
  }
}
