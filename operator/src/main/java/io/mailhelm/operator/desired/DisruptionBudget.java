package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * Makes the PodDisruptionBudget, which lets one server at a time be evicted. A lone server may be
 * evicted, too: its node could never be drained otherwise.
 */
public final class DisruptionBudget {
  private DisruptionBudget() {}

  /** The PodDisruptionBudget {@code d-smtp}. */
  public static PodDisruptionBudget of(ServerShape shape) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(
            Metadata.owned(shape.domain(), ObjectNames.smtp(ObjectNames.of(shape.domain()))))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        // A pod that serves nobody holds nobody up.
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.selector(shape.domain()))
        .endSelector()
        .endSpec()
        .build();
  }
}
