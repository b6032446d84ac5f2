package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.mailhelm.compiler.StorageProblem;
import io.mailhelm.compiler.StorageProblem.Cause;
import io.mailhelm.operator.cluster.Warnings.Warning;
import java.util.Optional;
import java.util.function.Function;

/** What threatens the mail of a claim, or has taken it, by the claim's own status. Pure. */
final class ClaimFailures {
  private final Function<PersistentVolumeClaim, Optional<Warning>> newest;

  /**
   * @param newest what a controller last wrote of a claim as an Event
   */
  ClaimFailures(Function<PersistentVolumeClaim, Optional<Warning>> newest) {
    this.newest = newest;
  }

  /** The most urgent of a claim. */
  Optional<StorageProblem> of(PersistentVolumeClaim claim) {
    return going(claim)
        .or(() -> lost(claim))
        .map(
            sentence ->
                new StorageProblem(
                    isGoing(claim) ? Cause.ClaimBeingDeleted : Cause.VolumeLost, sentence));
  }

  /** That the volume is gone, in the words of its controller. */
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

  /** The API server keeps it for as long as a pod uses it; nothing takes the deletion back. */
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
