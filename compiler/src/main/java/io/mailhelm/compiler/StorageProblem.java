package io.mailhelm.compiler;

import java.util.Objects;

/**
 * A problem with a volume of a server's pods, whether or not they run.
 *
 * @param cause the kind of problem
 * @param message a sentence that says what to do
 */
public record StorageProblem(Cause cause, String message) {
  public StorageProblem {
    Objects.requireNonNull(cause);
    Objects.requireNonNull(message);
  }

  /** Kinds of problems, the most urgent first; each is the reason of {@code StorageReady}. */
  public enum Cause {
    /** The claim goes with the pod that uses it, and the mail with the claim. */
    ClaimBeingDeleted,
    /** The volume is gone, with the mail. */
    VolumeLost,
    /** The existing volume cannot be made as declared. */
    NotAsDeclared
  }
}
