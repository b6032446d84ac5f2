package io.mailhelm.compiler;

import java.util.Objects;

/**
 * Whether the pods of a server are as this operator would make them.
 *
 * @param state what is so
 * @param message a sentence that says what is waited for
 */
public record UpgradeState(State state, String message) {
  /** Nothing is to be done. */
  public static final UpgradeState UP_TO_DATE =
      new UpgradeState(State.UpToDate, "pods are as this operator makes them");

  public UpgradeState {
    Objects.requireNonNull(state);
    Objects.requireNonNull(message);
  }

  /** What may be so; each is the reason of {@code UpToDate}. */
  public enum State {
    /** Nothing is to be done. */
    UpToDate,
    /** Its pods are being replaced by such as a newer operator makes. */
    Upgrading,
    /** Its pods are being replaced for another reason, as a change of its owner. */
    RollingOut,
    /** Its pods were replaced and do not come up; other servers may wait for it. */
    UpgradeFailed,
    /** As many as may be are being upgraded. */
    WaitsForTurn,
    /** Another server does not come up after its upgrade. */
    WaitsForServer,
    /** Its owner decides when. */
    WaitsForOwner,
    /** Its config is to be written first in a format that the new pods read. */
    WaitsForConfig,
    /** A claim is being deleted: whatever ends the pod takes the mail along. */
    WaitsForVolume
  }
}
