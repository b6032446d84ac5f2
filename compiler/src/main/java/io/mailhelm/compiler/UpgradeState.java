package io.mailhelm.compiler;

import java.util.Objects;

/**
 * Whether the pods of a server are up to date with this operator, and what they wait for.
 *
 * @param state the state
 * @param message a sentence that says what they wait for
 */
public record UpgradeState(State state, String message) {
  /** Nothing is to be done. */
  public static final UpgradeState UP_TO_DATE =
      new UpgradeState(State.UpToDate, "pods are as this operator makes them");

  public UpgradeState {
    Objects.requireNonNull(state);
    Objects.requireNonNull(message);
  }

  /** The states, each of which is the reason of {@code UpToDate}. */
  public enum State {
    /** Nothing is to be done. */
    UpToDate,
    /** Its pods are being replaced. */
    Upgrading,
    /** Its pods were replaced and do not come up; other servers may wait for it. */
    UpgradeFailed,
    /** As many servers as allowed are being upgraded. */
    WaitsForTurn,
    /** Another server does not come up after its upgrade. */
    WaitsForServer,
    /** Its owner decides on the time. */
    WaitsForOwner,
    /** Its config is to be written first in a format that the new pods read. */
    WaitsForConfig,
    /** A claim is being deleted: ending the pod would remove the mail. */
    WaitsForVolume
  }
}
