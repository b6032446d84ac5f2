package io.mailhelm.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.UpgradeState.State;
import io.mailhelm.crds.ServerSpec.Upgrade;
import io.mailhelm.operator.desired.PodRevision;
import io.mailhelm.operator.upgrade.UpgradeTurn.Action;
import io.mailhelm.operator.upgrade.UpgradeTurn.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradeTurnTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final PodRevision OLD = new PodRevision("declared", "old");
  private static final PodRevision NEW = new PodRevision("declared", "new");

  private static AppliedSet server(String name, PodRevision applied, int ready) {
    return new AppliedSet(
        "mail", name, Optional.ofNullable(applied), Optional.empty(), ready > 0, ready, false);
  }

  /** One whose upgrade began so long ago. */
  private static AppliedSet upgraded(String name, Duration ago, boolean complete) {
    return new AppliedSet(
        "mail", name, Optional.of(NEW), Optional.of(NOW.minus(ago)), complete, 0, false);
  }

  private static AppliedSet stalled(AppliedSet server) {
    return new AppliedSet(
        server.namespace(),
        server.name(),
        server.applied(),
        server.since(),
        server.complete(),
        server.ready(),
        true);
  }

  private static Decision decide(AppliedSet own, AppliedSet... others) {
    return new UpgradeTurn(() -> List.of(others), 2, NOW)
        .of(Optional.of(own), NEW, Upgrade.Automatic, Optional.empty());
  }

  private static Decision manual(AppliedSet own, PodRevision wanted, String accepted) {
    return new UpgradeTurn(
            () -> {
              throw new AssertionError("others are no matter");
            },
            2,
            NOW)
        .of(Optional.of(own), wanted, Upgrade.Manual, Optional.ofNullable(accepted));
  }

  @Test
  void whatIsNotThereIsMadeAtOnce() {
    var turn = new UpgradeTurn(() -> List.of(upgraded("a", Duration.ofDays(1), false)), 1, NOW);

    assertThat(turn.of(Optional.empty(), NEW, Upgrade.Automatic, Optional.empty()))
        .isEqualTo(Decision.apply());
    assertThat(turn.of(Optional.empty(), NEW, Upgrade.Manual, Optional.empty()))
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
            upgraded("a", UpgradeTurn.PATIENCE, false),
            stalled(upgraded("a", Duration.ofMinutes(1), false)))) {
      var waits = decide(own, failed);
      assertThat(waits.action()).isEqualTo(Action.Wait);
      assertThat(waits.said().state()).isEqualTo(State.WaitsForServer);
      assertThat(waits.said().message()).startsWith("MailDomain a does not come up");
    }
  }

  @Test
  void whoIsInAnotherNamespaceIsNotNamed() {
    var other =
        new AppliedSet(
            "shop", "secret", Optional.of(NEW), Optional.of(Instant.EPOCH), false, 0, false);

    assertThat(decide(server("own", OLD, 1), other).said().message())
        .startsWith("a server in another namespace does not come up")
        .doesNotContain("shop", "secret");
  }

  @Test
  void anUpgradeGoesOnUntilAllIsReadyAndIsSaidToHaveFailedWhereItIsNotInTime() {
    var soon = decide(upgraded("own", Duration.ofMinutes(9), false));
    assertThat(soon.action()).isEqualTo(Action.GoOn);
    assertThat(soon.said().state()).isEqualTo(State.Upgrading);

    assertThat(decide(upgraded("own", UpgradeTurn.PATIENCE, false)).said().state())
        .isEqualTo(State.UpgradeFailed);
    assertThat(decide(upgraded("own", Duration.ofDays(1), true))).isEqualTo(Decision.apply());
  }

  @Test
  void whatAnOwnerChangesIsNotHeldBack() {
    var own = server("own", new PodRevision("declared before", "old"), 1);

    assertThat(decide(own, upgraded("a", Duration.ofDays(1), false))).isEqualTo(Decision.apply());
  }

  @Test
  void whatAnEarlierOperatorMadeWithoutSayingOfWhatWaitsForItsTurn() {
    var failed = upgraded("a", Duration.ofDays(1), false);

    assertThat(decide(server("own", null, 1), failed).action()).isEqualTo(Action.Wait);
    assertThat(decide(server("own", null, 1)).action()).isEqualTo(Action.Begin);
  }

  @Test
  void aServerThatIsDownForGoodIsMendedAtOnceAndOneThatIsOnlyAwayIsNot() {
    var failed = upgraded("a", Duration.ofDays(1), false);
    var away = server("own", OLD, 0);

    assertThat(decide(away, failed).action()).isEqualTo(Action.Wait);
    assertThat(decide(stalled(away), failed)).isEqualTo(Decision.apply());
    var mine =
        new AppliedSet(
            "mail", "own", Optional.of(OLD), Optional.of(Instant.EPOCH), false, 0, false);
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
          .endsWith("kubectl annotate maildomain own --overwrite mailhelm.io/upgrade=new");
    }
    assertThat(manual(own, NEW, "new")).isEqualTo(Decision.apply());
  }

  @Test
  void whatAnOwnerWhoDecidesChangesRunsWithTheImageThatIsThere() {
    var own = server("own", OLD, 1);

    assertThat(manual(own, new PodRevision("changed", "new"), null).action())
        .isEqualTo(Action.ApplyWithItsImage);
  }
}
