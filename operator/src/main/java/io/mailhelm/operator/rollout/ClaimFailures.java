package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.mailhelm.compiler.StorageProblem;
import io.mailhelm.compiler.StorageProblem.Cause;
import io.mailhelm.operator.cluster.Warnings.Warning;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what threatens the mail on a PersistentVolumeClaim, or has destroyed it, from the claim's
 * status. Pure.
 */
final class ClaimFailures {
  private final Function<PersistentVolumeClaim, Optional<Warning>> newest;

  /**
   * @param newest supplies the newest Event of a controller about a claim
   */
  ClaimFailures(Function<PersistentVolumeClaim, Optional<Warning>> newest) {
    this.newest = newest;
  }

  /** The most urgent problem of a claim. */
  Optional<StorageProblem> of(PersistentVolumeClaim claim) {
    return going(claim)
        .or(() -> lost(claim))
        .map(
            sentence ->
                new StorageProblem(
                    isGoing(claim) ? Cause.ClaimBeingDeleted : Cause.VolumeLost, sentence));
  }

  /** Words of the volume's controller which say that the volume is lost; empty: it is not. */
  Optional<String> lost(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getStatus())
        .filter(status -> "Lost".equals(status.getPhase()))
        .map(
            lost ->
                "the volume of claim %s is gone%s"
                    .formatted(
                        claim.getMetadata().getName(),
                        newest
                            .apply(claim)
                            .map(said -> " (%s)".formatted(ContainerFailures.words(said.message())))
                            .orElse("")));
  }

  /**
   * Whether the claim is being deleted. The API server keeps it as long as a pod uses it, and
   * nothing can take the deletion back.
   */
  private static boolean isGoing(PersistentVolumeClaim claim) {
    return claim.getMetadata().getDeletionTimestamp() != null;
  }

  private static Optional<String> going(PersistentVolumeClaim claim) {
    return Optional.of(claim)
        .filter(ClaimFailures::isGoing)
        .map(
            any ->
                "claim %s is being deleted, which cannot be taken back: it goes when its pod ends, and its mail with it. Keep the mail first:%s see docs/backup.md. Until then the operator does not change the pods"
                    .formatted(claim.getMetadata().getName(), keeping(claim)));
  }

  private static String keeping(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getVolumeName())
        .map(
            volume ->
                " kubectl patch pv %s -p '{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Retain\"}}', then"
                    .formatted(volume))
        .orElse("");
  }
}
