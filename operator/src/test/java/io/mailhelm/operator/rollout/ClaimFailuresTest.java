package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.compiler.StorageProblem;
import io.mailhelm.compiler.StorageProblem.Cause;
import io.mailhelm.operator.cluster.Warnings.Warning;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimFailuresTest {
  private static PersistentVolumeClaim claim(String metadata, String phase) {
    return Serialization.unmarshal(
        """
        metadata: {name: data-d-smtp-0%s}
        spec: {volumeName: pvc-1}
        status: {phase: %s}
        """
            .formatted(metadata, phase),
        PersistentVolumeClaim.class);
  }

  private static Optional<StorageProblem> problem(PersistentVolumeClaim claim, String... said) {
    return new ClaimFailures(
            any ->
                Optional.of(said)
                    .filter(words -> words.length > 0)
                    .map(words -> new Warning("ClaimLost", words[0], Instant.EPOCH, Instant.EPOCH)))
        .of(claim);
  }

  @Test
  void aClaimThatIsThereIsNoProblem() {
    assertThat(problem(claim("", "Bound"))).isEmpty();
    assertThat(problem(claim("", "Pending"))).isEmpty();
    assertThat(
            problem(
                new PersistentVolumeClaim(
                    "v1", "PersistentVolumeClaim", claim("", "x").getMetadata(), null, null)))
        .isEmpty();
  }

  @Test
  void aClaimThatIsBeingDeletedSaysHowToKeepItsVolume() {
    var problem =
        problem(claim(", deletionTimestamp: \"2026-11-30T00:00:00Z\"", "Bound")).orElseThrow();

    assertThat(problem.cause()).isEqualTo(Cause.ClaimBeingDeleted);
    assertThat(problem.message())
        .startsWith("claim data-d-smtp-0 is being deleted")
        .contains(
            "kubectl patch pv pvc-1 -p"
                + " '{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Retain\"}}'");
  }

  @Test
  void aVolumeThatIsGoneIsSaidInTheWordsOfItsController() {
    assertThat(problem(claim("", "Lost"), "Bound claim has lost\nits PersistentVolume"))
        .contains(
            new StorageProblem(
                Cause.VolumeLost,
                "the volume of claim data-d-smtp-0 is gone (Bound claim has lost its"
                    + " PersistentVolume)"));
    assertThat(problem(claim("", "Lost")).orElseThrow().message()).endsWith("is gone");
  }
}
