package io.mailhelm.compiler;

import io.mailhelm.crds.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the conditions about the pods of a server. */
final class ServerOutcomes {
  /**
   * How long a refusal may last before only a person can help: an API server or a pod may accept in
   * a minute, after a restart, what it refuses now.
   */
  private static final Duration REFUSED_FOR_GOOD = Duration.ofMinutes(2);

  private final ObservedState observed;

  ServerOutcomes(ObservedState observed) {
    this.observed = observed;
  }

  /** {@code ServerReady}: whether as many pods are ready as are wanted, and otherwise why not. */
  ConditionOutcome ready() {
    if (observed.pods().isEmpty()) {
      return observed.running().isPresent()
          ? ConditionOutcome.yes("Running", "it answers")
          : ConditionOutcome.unknown("NotChecked", "no server has answered");
    }
    var pods = observed.pods().get();
    var count = "%d of %d pods are ready".formatted(pods.ready(), pods.wanted());
    var text = pods.failure().map(failure -> count + "; " + failure.sentence()).orElse(count);
    return pods.ready() < pods.wanted()
        ? ConditionOutcome.no(pods.failure().map(PodFailure::reason).orElse("PodsNotReady"), text)
        : ConditionOutcome.yes("Running", text);
  }

  /**
   * {@code StorageReady}: whether the volumes will stay, and are as declared. Ready does not depend
   * on it: as long as the pods run, mail is accepted.
   */
  ConditionOutcome storage() {
    var wrong =
        observed.pods().map(ObservedState.Pods::storage).orElse(List.of()).stream()
            .sorted(Comparator.comparing(StorageProblem::cause))
            .toList();
    return wrong.isEmpty()
        ? ConditionOutcome.yes("AsDeclared", "volumes are as declared, or as they were made")
        : ConditionOutcome.no(
            wrong.getFirst().cause().name(),
            wrong.stream().map(StorageProblem::message).collect(Collectors.joining("; ")));
  }

  /**
   * {@code UpToDate}: whether the pods are as this operator makes them. Ready does not depend on
   * it.
   */
  Optional<ConditionOutcome> upToDate() {
    return observed
        .pods()
        .flatMap(ObservedState.Pods::upgrade)
        .map(
            is ->
                is.state() == UpgradeState.State.UpToDate
                    ? ConditionOutcome.yes(is.state().name(), is.message())
                    : ConditionOutcome.no(is.state().name(), is.message()));
  }

  /**
   * The failure of pods that only a person can repair; empty: there is none, or it may still pass
   * by itself.
   *
   * @param before the conditions as they were; null where there were none
   */
  Optional<ConditionOutcome> stalled(List<Condition> before) {
    return observed
        .pods()
        .flatMap(ObservedState.Pods::failure)
        .filter(failure -> failure.waitsForAPerson(observed.now()))
        .map(failure -> ConditionOutcome.yes(failure.reason(), failure.sentence()))
        .or(this::storageStalled)
        .or(() -> refused(before));
  }

  private Optional<ConditionOutcome> storageStalled() {
    return Optional.of(storage())
        .filter(is -> is.status() == ConditionOutcome.Status.False)
        .map(is -> ConditionOutcome.yes(is.reason(), is.message()));
  }

  private Optional<ConditionOutcome> refused(List<Condition> before) {
    return observed
        .refusal()
        .filter(text -> !waitsForNewerPods())
        .filter(
            text ->
                isLong(Conditions.since(before, "ConfigApplied", ConditionOutcome.Status.False)))
        .map(text -> ConditionOutcome.yes("Refused", text));
  }

  /**
   * Whether pods are being replaced, or are to be: new ones may accept a config that those before
   * refuse.
   */
  private boolean waitsForNewerPods() {
    return observed
        .pods()
        .flatMap(ObservedState.Pods::upgrade)
        .map(UpgradeState::state)
        .filter(
            state ->
                switch (state) {
                  case Upgrading, WaitsForTurn -> true;
                  case UpToDate,
                      UpgradeFailed,
                      WaitsForServer,
                      WaitsForOwner,
                      WaitsForConfig,
                      WaitsForVolume ->
                      false;
                })
        .isPresent();
  }

  private boolean isLong(Optional<Instant> since) {
    return since.filter(when -> !observed.now().isBefore(when.plus(REFUSED_FOR_GOOD))).isPresent();
  }
}
