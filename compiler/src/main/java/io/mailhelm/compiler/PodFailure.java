package io.mailhelm.compiler;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a pod does not run, or does not stay up, as the cluster reports it.
 *
 * @param cause the kind of failure
 * @param reason the cluster's own word, in CamelCase
 * @param message the cluster's own words
 * @param since when it began
 */
public record PodFailure(Cause cause, String reason, String message, Instant since) {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration PULLS = Duration.ofMinutes(3);
  private static final Duration NODES = Duration.ofMinutes(5);

  public PodFailure {
    Objects.requireNonNull(cause);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(message);
    Objects.requireNonNull(since);
  }

  /**
   * The kinds of failures, worst first, with what to do about each, and how long each may take to
   * recover by itself.
   */
  public enum Cause {
    /** The volume is gone, with the mail. */
    VolumeLost(AT_ONCE, "bring the volume back, or restore the mail from a backup"),
    /** The volume lacks the mail that was on it, so the pod does not serve from it. */
    VolumeRefused(AT_ONCE, "until then senders keep their mail and try again for days"),
    /** The name of the image is invalid. */
    ImageName(AT_ONCE, "write a name of an image (spec.server.image)"),
    /** The image cannot be pulled; a registry may be back in a minute. */
    ImagePull(
        PULLS,
        "see that the image is there and may be pulled, or name another (spec.server.image)"),
    /** No pod is created, because of a quota, an admission webhook or Pod Security. */
    NotCreated(Duration.ofMinutes(1), "see who refuses it: a quota, an admission policy"),
    /** A container cannot be created from the pod's spec. */
    Container(PULLS, "see the Events of the pod"),
    /** It exceeds its memory limit again and again. */
    MemoryAgain(AT_ONCE, "raise the limit of memory (spec.server.resources)"),
    /** It ends by itself, again and again. */
    CrashAgain(PULLS, "see the log of the container that ended (--previous)"),
    /** A claim gets no volume. */
    VolumeNotBound(NODES, "see the Events of the claim, and its StorageClass"),
    /** A volume or a Secret cannot be mounted. */
    Mount(NODES, "see the Events of the pod"),
    /** It fits on no node; a new node may be on its way. */
    Unschedulable(NODES, "make room, or change spec.server.resources and spec.server.podTemplate"),
    /** It does not end, so no pod takes its place: the node may be gone. */
    NotEnding(NODES, "see whether its node is there; where it is gone for good, delete the pod"),
    /** It runs and takes no mail: it was drained, its disk is full, it waits for something. */
    NotReady(null, "see its log"),
    /** It took more memory than it may, and is started again. */
    Memory(null, "raise the limit of memory (spec.server.resources) if it comes again"),
    /** It has ended, and is started again. */
    Crash(null, "it is started again"),
    /** It runs, and does not answer a question about what it has. */
    Unheard(null, "what it said before is shown, and it is asked again");

    private final Duration patience;
    private final String advice;

    Cause(Duration patience, String advice) {
      this.patience = patience;
      this.advice = advice;
    }
  }

  /** Whether by now only a person can repair it. */
  boolean waitsForAPerson(Instant now) {
    return Optional.ofNullable(cause.patience)
        .filter(patience -> !now.isBefore(since.plus(patience)))
        .isPresent();
  }

  /** Whether it can be why a server does not run what is declared. */
  boolean keepsFromRunning() {
    return cause != Cause.Unheard;
  }

  /** What the cluster says, and what to do. */
  String sentence() {
    return message + ": " + cause.advice;
  }
}
