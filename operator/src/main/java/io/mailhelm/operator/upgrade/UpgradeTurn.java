package io.mailhelm.operator.upgrade;

import io.mailhelm.compiler.UpgradeState;
import io.mailhelm.compiler.UpgradeState.State;
import io.mailhelm.crds.ServerSpec;
import io.mailhelm.operator.desired.PodRevision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides whether a server is applied as this operator makes it. All it goes by is what the API
 * server has: an operator that is restarted decides the same. Pure.
 *
 * @param others servers whose upgrade has begun and is not complete; asked for only where that
 *     matters
 * @param atOnce how many may be upgraded at the same time
 */
record UpgradeTurn(Supplier<List<AppliedSet>> others, int atOnce, Instant now) {
  /** A pod that is not ready by then does not come up: a large store has five minutes of it. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What to do with the StatefulSet. */
  enum Action {
    /** Applied; for whose sake is not the operator's. */
    Apply,
    /** Applied as an upgrade that begins now. */
    Begin,
    /** Applied as the upgrade that it is already. */
    GoOn,
    /** Applied with the image that runs: the owner changed something, and wants no upgrade. */
    ApplyWithItsImage,
    /** Left as it is. */
    Wait
  }

  /** What was decided, and what is said of it. */
  record Decision(Action action, UpgradeState said) {
    static Decision apply() {
      return new Decision(Action.Apply, UpgradeState.UP_TO_DATE);
    }

    static Decision wait(State state, String message) {
      return new Decision(Action.Wait, new UpgradeState(state, message));
    }
  }

  /**
   * Whether a server is applied.
   *
   * @param own as it was last applied; empty: it is not there
   * @param wanted what this operator makes of its declaration
   * @param accepted the value of its annotation {@code mailhelm.io/upgrade}
   */
  Decision of(
      Optional<AppliedSet> own,
      PodRevision wanted,
      ServerSpec.Upgrade mode,
      Optional<String> accepted) {
    if (own.isEmpty()) {
      return Decision.apply();
    }
    var server = own.get();
    if (server.applied().map(PodRevision::template).equals(Optional.of(wanted.template()))) {
      return underWay(server);
    }
    var manual = mode == ServerSpec.Upgrade.Manual;
    if (server.applied().filter(is -> !is.declared().equals(wanted.declared())).isPresent()) {
      return manual
          ? new Decision(Action.ApplyWithItsImage, UpgradeState.UP_TO_DATE)
          : Decision.apply();
    }
    if (manual) {
      return accepted.equals(Optional.of(wanted.template()))
          ? Decision.apply()
          : waitsForOwner(server, wanted);
    }
    if (server.ready() == 0 && (server.since().isPresent() || server.stalled())) {
      return server.since().isPresent() ? begin() : Decision.apply();
    }
    return othersFirst(server).orElseGet(this::begin);
  }

  private Decision underWay(AppliedSet server) {
    if (server.since().isEmpty() || server.complete()) {
      return Decision.apply();
    }
    return new Decision(
        Action.GoOn,
        failed(server)
            ? new UpgradeState(
                State.UpgradeFailed,
                "its pods do not come up since they were replaced at %s: see ServerReady. No other server is upgraded until they do"
                    .formatted(server.since().get()))
            : new UpgradeState(
                State.Upgrading, "its pods are replaced since " + server.since().get()));
  }

  private Decision begin() {
    return new Decision(
        Action.Begin, new UpgradeState(State.Upgrading, "its pods are replaced since " + now));
  }

  private static Decision waitsForOwner(AppliedSet server, PodRevision wanted) {
    return Decision.wait(
        State.WaitsForOwner,
        "an upgrade waits, by spec.server.upgrade: Manual. To take it: kubectl annotate maildomain %s --overwrite %s=%s"
            .formatted(server.name(), Upgrades.ACCEPTED, wanted.template()));
  }

  private Optional<Decision> othersFirst(AppliedSet server) {
    var upgraded = others.get();
    var failed = upgraded.stream().filter(this::failed).findFirst();
    if (failed.isPresent()) {
      return Optional.of(
          Decision.wait(
              State.WaitsForServer,
              "%s does not come up after its upgrade: this one begins once that one is ready"
                  .formatted(named(failed.get(), server))));
    }
    return upgraded.size() < atOnce
        ? Optional.empty()
        : Optional.of(
            Decision.wait(
                State.WaitsForTurn,
                "%d servers are being upgraded, of %d at once: this one begins when its turn comes"
                    .formatted(upgraded.size(), atOnce)));
  }

  private boolean failed(AppliedSet server) {
    return server.stalled()
        || server.since().filter(since -> !now.isBefore(since.plus(PATIENCE))).isPresent();
  }

  /** Nobody learns what there is in a namespace that is not theirs; metrics name it. */
  private static String named(AppliedSet other, AppliedSet server) {
    return other.namespace().equals(server.namespace())
        ? "MailDomain " + other.name()
        : "a server in another namespace";
  }
}
