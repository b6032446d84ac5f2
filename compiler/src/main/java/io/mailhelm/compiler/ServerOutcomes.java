package io.mailhelm.compiler;

import io.mailhelm.crds.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the conditions say of the pods of a server. */
final class ServerOutcomes {
  /** What an API server or a pod refuses today it may take in a minute, after a restart. */
  private static final Duration REFUSED_FOR_GOOD = Duration.ofMinutes(2);

  private final Observed observed;

  ServerOutcomes(Observed observed) {
    this.observed = observed;
  }

  /** {@code ServerReady}: whether there are as many as there should be, else why not. */
  Outcome ready() {
    if (observed.pods().isEmpty()) {
      return observed.running().isPresent()
          ? Outcome.yes("Running", "it answers")
          : Outcome.unknown("NotChecked", "no server has answered");
    }
    var pods = observed.pods().get();
    var count = "%d of %d pods are ready".formatted(pods.ready(), pods.wanted());
    var text = pods.failure().map(failure -> count + "; " + failure.sentence()).orElse(count);
    return pods.ready() < pods.wanted()
        ? Outcome.no(pods.failure().map(PodFailure::reason).orElse("PodsNotReady"), text)
        : Outcome.yes("Running", text);
  }

  /**
   * {@code StorageReady}: whether the volumes are there to stay, and as declared. Ready does not
   * depend on it: as long as the pods run, mail is taken.
   */
  Outcome storage() {
    var wrong =
        observed.pods().map(Observed.Pods::storage).orElse(List.of()).stream()
            .sorted(Comparator.comparing(StorageProblem::cause))
            .toList();
    return wrong.isEmpty()
        ? Outcome.yes("AsDeclared", "volumes are as declared, or as they were made")
        : Outcome.no(
            wrong.getFirst().cause().name(),
            wrong.stream().map(StorageProblem::message).collect(Collectors.joining("; ")));
  }

  /** {@code UpToDate}: whether the pods are as this operator makes them; Ready goes without. */
  Optional<Outcome> upToDate() {
    return observed
        .pods()
        .flatMap(Observed.Pods::upgrade)
        .map(
            is ->
                is.state() == UpgradeState.State.UpToDate
                    ? Outcome.yes(is.state().name(), is.message())
                    : Outcome.no(is.state().name(), is.message()));
  }

  /**
   * What of the pods only a person can mend; empty: nothing, or it may still mend itself.
   *
   * @param before the conditions as they were; null where there were none
   */
  Optional<Outcome> stalled(List<Condition> before) {
    return observed
        .pods()
        .flatMap(Observed.Pods::failure)
        .filter(failure -> failure.waitsForAPerson(observed.now()))
        .map(failure -> Outcome.yes(failure.reason(), failure.sentence()))
        .or(this::storageStalled)
        .or(() -> refused(before));
  }

  private Optional<Outcome> storageStalled() {
    return Optional.of(storage())
        .filter(is -> is.status() == Outcome.Status.False)
        .map(is -> Outcome.yes(is.reason(), is.message()));
  }

  private Optional<Outcome> refused(List<Condition> before) {
    return observed
        .refusal()
        .filter(text -> !waitsForNewerPods())
        .filter(text -> isLong(Conditions.since(before, "ConfigApplied", Outcome.Status.False)))
        .map(text -> Outcome.yes("Refused", text));
  }

  /** Pods that are being replaced, or are to be, may take what those before do not. */
  private boolean waitsForNewerPods() {
    return observed
        .pods()
        .flatMap(Observed.Pods::upgrade)
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
