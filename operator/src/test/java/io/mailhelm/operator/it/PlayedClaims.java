package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives every claim a volume as large as it asks for, and lets a deleted one go when unused. */
final class PlayedClaims {
  private static final String PROTECTION = "kubernetes.io/pvc-protection";

  private final KubernetesClient client;
  private final Optional<Consumer<PersistentVolumeClaim>> refused;

  /**
   * @param refused told of a claim that would get a volume; empty: claims get one
   */
  PlayedClaims(KubernetesClient client, Optional<Consumer<PersistentVolumeClaim>> refused) {
    this.client = client;
    this.refused = refused;
  }

  void play(List<PersistentVolumeClaim> claims, List<Pod> pods) {
    for (var claim : claims) {
      if (claim.getMetadata().getDeletionTimestamp() == null) {
        refused.ifPresentOrElse(told -> leave(claim, told), () -> bind(claim));
      } else if (pods.stream().noneMatch(pod -> uses(pod, claim))) {
        unprotect(claim);
      }
    }
  }

  private void leave(PersistentVolumeClaim claim, Consumer<PersistentVolumeClaim> told) {
    if (claim.getStatus() == null || "Pending".equals(claim.getStatus().getPhase())) {
      told.accept(claim);
    }
  }

  private void bind(PersistentVolumeClaim claim) {
    var asked = claim.getSpec().getResources().getRequests();
    var status = Objects.requireNonNullElse(claim.getStatus(), new PersistentVolumeClaimStatus());
    if ("Lost".equals(status.getPhase())) {
      return; // for good
    }
    if (!"Bound".equals(status.getPhase()) || !asked.equals(status.getCapacity())) {
      client
          .resource(claim)
          .editStatus(
              any ->
                  new PersistentVolumeClaimBuilder(any)
                      .editOrNewStatus()
                      .withPhase("Bound")
                      .withAccessModes(any.getSpec().getAccessModes())
                      .withCapacity(asked)
                      .endStatus()
                      .build());
    }
  }

  private static boolean uses(Pod pod, PersistentVolumeClaim claim) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getPersistentVolumeClaim)
        .filter(Objects::nonNull)
        .anyMatch(volume -> volume.getClaimName().equals(claim.getMetadata().getName()));
  }

  private void unprotect(PersistentVolumeClaim claim) {
    if (claim.getMetadata().getFinalizers().contains(PROTECTION)) {
      client
          .resource(claim)
          .edit(
              any ->
                  new PersistentVolumeClaimBuilder(any)
                      .editMetadata()
                      .removeFromFinalizers(PROTECTION)
                      .endMetadata()
                      .build());
    }
  }
}
