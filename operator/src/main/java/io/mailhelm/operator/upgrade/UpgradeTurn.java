package io.mailhelm.operator.upgrade;

import io.mailhelm.compiler.UpgradeState;
import io.mailhelm.compiler.UpgradeState.State;
import io.mailhelm.crds.ServerSpec;
import io.mailhelm.operator.desired.PodRevision;
import io.mailhelm.operator.upgrade.AppliedServer.Begun;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides whether a server is applied now as this version of the operator makes it. It judges only
 * by what the API server holds, so a restarted operator decides the same. Pure.
 *
 * @param others the servers that are being upgraded
 * @param config the format of the config that pods find, and would find
 */
record UpgradeTurn(UpgradesInProgress others, ConfigFormat config) {
  /** What to do with the StatefulSet. */
  enum Action {
    /** Apply: it is not an upgrade. */
    Apply,
    /** Apply, as an upgrade that begins now. */
    Begin,
    /** Apply, as part of the upgrade that is under way. */
    GoOn,
    /** Applied with the image that runs: nobody has decided that it is upgraded now. */
    ApplyWithItsImage,
    /** Leave it as it is. */
    Wait
  }

  /**
   * The format of a config.
   *
   * @param written that of the existing config; empty: there is none
   * @param own the one that this operator writes
   * @param readable whether the image of this operator reads the existing config
   */
  record ConfigFormat(Optional<Integer> written, int own, boolean readable) {}

  /**
   * What was decided, and the state to report.
   *
   * @param begun the upgrade to note on the StatefulSet; empty: there is none
   */
  record Decision(Action action, Optional<Begun> begun, UpgradeState said) {
    static Decision apply() {
      return new Decision(Action.Apply, Optional.empty(), UpgradeState.UP_TO_DATE);
    }

    /**
     * Of pods that run without a StatefulSet: whether they are upgraded is decided once it is
     * there.
     */
    static Decision applyWithItsImage() {
      return new Decision(Action.ApplyWithItsImage, Optional.empty(), UpgradeState.UP_TO_DATE);
    }

    static Decision wait(AppliedServer server, State state, String message) {
      return new Decision(Action.Wait, server.begun(), new UpgradeState(state, message));
    }
  }

  /**
   * Decides about a server.
   *
   * @param own as it was last applied; empty: it does not exist
   * @param wanted what this operator makes of its declaration
   * @param upgrade the owner's choices on upgrades
   */
  Decision of(Optional<AppliedServer> own, PodRevision wanted, OwnersWord upgrade) {
    if (own.isEmpty()) {
      return Decision.apply();
    }
    var server = own.get();
    if (server.applied().map(PodRevision::template).equals(Optional.of(wanted.template()))) {
      return server.underWay().map(begun -> goOn(server, begun)).orElseGet(Decision::apply);
    }
    if (!config.readable()) {
      return Decision.wait(
          server,
          State.WaitsForConfig,
          "the pods that this operator makes do not read its config, of format %d, which is yet to be written in format %d: see ConfigApplied"
              .formatted(config.written().orElse(0), config.own()));
    }
    if (server.applied().filter(is -> !is.declared().equals(wanted.declared())).isPresent()) {
      return changed(server, upgrade.mode());
    }
    if (server.cannotRun(config.written(), config.own())) {
      return begin(server, upgrade);
    }
    if (upgrade.mode() == ServerSpec.Upgrade.Manual) {
      return upgrade.accepted().equals(Optional.of(wanted.template()))
          ? Decision.apply()
          : waitsForOwner(server, wanted);
    }
    if (server.underWay().isPresent()) {
      return begin(server, upgrade); // It has its place among those under way.
    }
    if (server.pods().ready() == 0 && server.pods().stalled()) {
      return Decision.apply();
    }
    return others.obstacle(server).orElseGet(() -> begin(server, upgrade));
  }

  /**
   * The owner's choices on upgrades.
   *
   * @param mode whether the operator decides on the time
   * @param accepted the upgrade that the owner accepts, by the annotation {@code
   *     mailhelm.io/upgrade}
   * @param ownImage whether the owner names the image
   */
  record OwnersWord(ServerSpec.Upgrade mode, Optional<String> accepted, boolean ownImage) {
    OwnersWord {
      mode = Objects.requireNonNullElse(mode, ServerSpec.Upgrade.Automatic);
    }
  }

  /**
   * The decision where the owner changed something: his change waits for nobody. An upgrade under
   * way stays under way, because an edit does not show that it has come up. One that had failed
   * before did not fail because of the edit.
   */
  private Decision changed(AppliedServer server, ServerSpec.Upgrade mode) {
    var goesOn =
        server
            .underWay()
            .map(
                begun ->
                    goOn(
                        server,
                        new Begun(begun.since(), begun.ownersCause() || !others.failed(server))))
            .orElseGet(Decision::apply);
    return mode == ServerSpec.Upgrade.Manual
        ? new Decision(Action.ApplyWithItsImage, goesOn.begun(), goesOn.said())
        : goesOn;
  }

  private Decision goOn(AppliedServer server, Begun begun) {
    return new Decision(
        Action.GoOn,
        Optional.of(begun),
        others.failed(server)
            ? new UpgradeState(
                State.UpgradeFailed,
                "its pods do not come up since they were replaced at %s: see ServerReady. Other servers may wait until they do"
                    .formatted(begun.since()))
            : new UpgradeState(State.Upgrading, "its pods are replaced since " + begun.since()));
  }

  private Decision begin(AppliedServer server, OwnersWord upgrade) {
    var ownersCause =
        upgrade.ownImage()
            || server.underWay().map(Begun::ownersCause).orElse(!server.pods().complete());
    return new Decision(
        Action.Begin,
        Optional.of(new Begun(now(), ownersCause)),
        new UpgradeState(State.Upgrading, "its pods are replaced since " + now()));
  }

  private Instant now() {
    return others.now();
  }

  private static Decision waitsForOwner(AppliedServer server, PodRevision wanted) {
    return Decision.wait(
        server,
        State.WaitsForOwner,
        "an upgrade waits, by spec.server.upgrade: Manual. To take it: kubectl -n %s annotate maildomain %s --overwrite %s=%s"
            .formatted(server.namespace(), server.name(), Upgrades.ACCEPTED, wanted.template()));
  }
}
