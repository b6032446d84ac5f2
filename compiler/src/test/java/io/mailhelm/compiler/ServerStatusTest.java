package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.PodFailure.Cause;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomainStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerStatusTest {
  private static final Instant THEN = Instant.parse("2026-11-23T10:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(10);

  private static MailDomainStatus status(int ready, Cause cause, Duration later) {
    var failure = new PodFailure(cause, "TheirWord", "pod 0 has no image", THEN);
    return World.of("")
        .hasPods(
            new ObservedState.Pods(
                1,
                ready,
                List.of(),
                Optional.of(failure),
                List.of(),
                Exposure.UNSEEN,
                Optional.empty()))
        .at(THEN.plus(later))
        .status();
  }

  private static String stalled(Cause cause, Duration later) {
    return World.condition(status(0, cause, later), "Stalled").status();
  }

  @Test
  void theClustersWordAndWordsAreTheCondition() {
    var status = status(0, Cause.ImagePull, Duration.ZERO);

    assertThat(World.condition(status, "ServerReady"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "TheirWord");
    assertThat(World.condition(status, "ServerReady").message())
        .startsWith("0 of 1 pods are ready; pod 0 has no image: ")
        .contains("spec.server.image");
    assertThat(World.condition(status, "Ready").reason()).isEqualTo("TheirWord");
  }

  /** A pod may stop being ready between the question what it runs and the look at it. */
  @Test
  void noServerRunsAConfigWhileNoPodIsReady() {
    var applied = World.condition(status(0, Cause.NotReady, Duration.ZERO), "ConfigApplied");

    assertThat(applied.status()).isEqualTo("Unknown");
    assertThat(applied.message())
        .isEqualTo("no server has answered: pod 0 has no image: see its log");
  }

  @Test
  void whatMayMendItselfWaitsForNobodyUntilItsTimeIsOver() {
    assertThat(stalled(Cause.ImagePull, Duration.ofMinutes(2))).isEqualTo("False");
    assertThat(stalled(Cause.ImagePull, Duration.ofMinutes(3))).isEqualTo("True");
    assertThat(stalled(Cause.Unschedulable, Duration.ofMinutes(4))).isEqualTo("False");
    assertThat(stalled(Cause.Unschedulable, Duration.ofMinutes(5))).isEqualTo("True");
  }

  @ParameterizedTest
  @EnumSource(names = {"ImageName", "VolumeLost", "VolumeRefused", "MemoryAgain"})
  void whatNeverMendsItselfWaitsForAPersonAtOnce(Cause cause) {
    assertThat(stalled(cause, Duration.ZERO)).isEqualTo("True");
  }

  @ParameterizedTest
  @EnumSource(names = {"Memory", "Crash"})
  void whatHappenedOnceWaitsForNobody(Cause cause) {
    assertThat(stalled(cause, LONG)).isEqualTo("False");
  }

  @Test
  void aPodThatDoesNotSayWhatItKeepsIsToldOfAndIsNoReasonForAnythingElse() {
    var status = status(1, Cause.Unheard, LONG);

    assertThat(World.condition(status, "ServerReady"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("True", "Running");
    assertThat(World.condition(status, "ServerReady").message())
        .contains("what it said before is shown");
    assertThat(World.condition(status, "ConfigApplied").message()).doesNotContain("said before");
    assertThat(World.condition(status, "Stalled").status()).isEqualTo("False");
  }

  @Test
  void aPodThatIsKilledAgainAndAgainIsToldOfWhileItRuns() {
    var status = status(1, Cause.MemoryAgain, LONG);

    assertThat(World.condition(status, "ServerReady").status()).isEqualTo("True");
    assertThat(World.condition(status, "Stalled").message()).contains("memory");
  }

  @Test
  void aRefusalThatLastsWaitsForAPerson() {
    var first = refused(THEN, Optional.empty());

    assertThat(World.condition(first, "Stalled").status()).isEqualTo("False");
    var later = refused(THEN.plus(Duration.ofMinutes(2)), Optional.of(first));
    assertThat(World.condition(later, "Stalled"))
        .extracting(Condition::status, Condition::reason, Condition::message)
        .containsExactly("True", "Refused", "exceeded quota");
  }

  @Test
  void aRefusalWaitsForNobodyWhileThePodsThatRefuseAreBeingReplaced() {
    for (var state : List.of(UpgradeState.State.Upgrading, UpgradeState.State.WaitsForTurn)) {
      var upgrade = Optional.of(new UpgradeState(state, "in turn"));
      var first = refused(THEN, Optional.empty(), upgrade);
      var later = refused(THEN.plus(Duration.ofHours(2)), Optional.of(first), upgrade);

      assertThat(World.condition(later, "ConfigApplied").status()).isEqualTo("False");
      assertThat(World.condition(later, "Stalled").status()).isEqualTo("False");
    }
  }

  private static MailDomainStatus refused(Instant now, Optional<MailDomainStatus> before) {
    return refused(now, before, Optional.empty());
  }

  private static MailDomainStatus refused(
      Instant now, Optional<MailDomainStatus> before, Optional<UpgradeState> upgrade) {
    var compilation = World.of("").compilation();
    var runs = ObservedState.process(now, compilation.config(), true);
    return new Statuses(
            compilation,
            new ObservedState(
                now,
                runs.offered(),
                runs.running(),
                runs.settled(),
                Optional.of("exceeded quota"),
                Optional.of(
                    new ObservedState.Pods(
                        1, 1, List.of(), Optional.empty(), List.of(), Exposure.UNSEEN, upgrade)),
                Map.of(),
                Optional.empty()))
        .mailDomain(World.DOMAIN, before);
  }

  @Test
  void whatIsMostUrgentOfTheVolumesIsTheReasonAndAllOfItIsSaid() {
    var wrong =
        List.of(
            new StorageProblem(StorageProblem.Cause.NotAsDeclared, "volumes never shrink"),
            new StorageProblem(StorageProblem.Cause.ClaimBeingDeleted, "claim 0 is being deleted"));

    var status =
        World.of("")
            .hasPods(
                new ObservedState.Pods(
                    1, 1, List.of(), Optional.empty(), wrong, Exposure.UNSEEN, Optional.empty()))
            .at(THEN)
            .status();

    for (var type : List.of("StorageReady", "Stalled")) {
      assertThat(World.condition(status, type))
          .as(type)
          .extracting(Condition::reason, Condition::message)
          .containsExactly("ClaimBeingDeleted", "claim 0 is being deleted; volumes never shrink");
    }
    assertThat(World.condition(status, "StorageReady").status()).isEqualTo("False");
    assertThat(World.condition(status, "ServerReady").status()).isEqualTo("True");
  }

  @Test
  void anUpgradeThatWaitsIsSaidAndIsNoMatterOfReady() {
    var waits = new UpgradeState(UpgradeState.State.WaitsForTurn, "2 servers are being upgraded");
    var first = upgraded(Optional.of(waits), Optional.empty());

    assertThat(World.condition(first, "UpToDate"))
        .extracting(Condition::status, Condition::reason, Condition::message)
        .containsExactly("False", "WaitsForTurn", "2 servers are being upgraded");
    assertThat(World.condition(first, "Ready").status()).isEqualTo("True");
    assertThat(World.condition(first, "Stalled").status()).isEqualTo("False");
    assertThat(upgraded(Optional.empty(), Optional.of(first)))
        .as("while nobody compares, what was known stays")
        .isEqualTo(first);
    assertThat(
            World.condition(
                upgraded(Optional.of(UpgradeState.UP_TO_DATE), Optional.of(first)), "UpToDate"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("True", "UpToDate");
  }

  private static MailDomainStatus upgraded(
      Optional<UpgradeState> upgrade, Optional<MailDomainStatus> before) {
    var world =
        World.of("")
            .hasPods(
                new ObservedState.Pods(
                    1, 1, List.of(), Optional.empty(), List.of(), Exposure.UNSEEN, upgrade))
            .at(THEN);
    return before.map(world::after).orElseGet(world::status);
  }

  @Test
  void conditionsThatSomebodyWroteByHandAreReadAsFarAsTheyGo() {
    var before =
        new MailDomainStatus(
            null,
            List.of(
                new Condition("Ready", "True", null, null, null, null),
                new Condition("ServerReady", "Perhaps", null, null, "yesterday", null),
                new Condition("DNSReady", "perhaps", null, null, "", null)),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    var status = World.of("").inPods().at(THEN).after(before);

    assertThat(World.condition(status, "Ready"))
        .extracting(Condition::status, Condition::lastTransitionTime)
        .containsExactly("True", THEN.toString());
  }
}
