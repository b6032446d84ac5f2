package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicyBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpecBuilder;

/** Makes the StatefulSet of the servers. */
public final class SmtpStatefulSet {
  private static final int KEPT_REVISIONS = 3;

  private SmtpStatefulSet() {}

  /** The StatefulSet {@code d-smtp}; only what is in the shape changes its template. */
  public static StatefulSet of(ServerShape shape) {
    var domain = shape.domain();
    return new StatefulSetBuilder()
        .withMetadata(Metadata.owned(domain, ObjectNames.smtp(ObjectNames.of(domain))))
        .withSpec(spec(shape))
        .build();
  }

  private static StatefulSetSpec spec(ServerShape shape) {
    return new StatefulSetSpecBuilder()
        .withReplicas(shape.spec().replicas())
        .withServiceName(ObjectNames.headless(ObjectNames.of(shape.domain())))
        // Servers do not know one another: none waits for another one's turn.
        .withPodManagementPolicy("Parallel")
        .withRevisionHistoryLimit(KEPT_REVISIONS)
        .withNewUpdateStrategy()
        .withType("RollingUpdate")
        .endUpdateStrategy()
        .withPersistentVolumeClaimRetentionPolicy(keep())
        .withNewSelector()
        .withMatchLabels(Labels.selector(shape.domain()))
        .endSelector()
        .withTemplate(ServerPod.of(shape))
        .withVolumeClaimTemplates(DataClaim.of(shape))
        .build();
  }

  /** Keeps all volumes: mail is deleted by deletionPolicy and by nothing else. */
  private static StatefulSetPersistentVolumeClaimRetentionPolicy keep() {
    return new StatefulSetPersistentVolumeClaimRetentionPolicyBuilder()
        .withWhenDeleted("Retain")
        .withWhenScaled("Retain")
        .build();
  }
}
