package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.mailhelm.crds.NameRef;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes the pod template of a server. It holds no hash of the config, because a new config never
 * replaces pods. What {@code restricted} Pod Security asks for is here, in {@link PodSecurity} and
 * in {@link ServerContainer}.
 */
final class ServerPod {
  /**
   * Time from the end of the drain to the end of the process, for the last commits and closing the
   * store.
   */
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(30);

  private ServerPod() {}

  static PodTemplateSpec of(ServerShape shape) {
    return new PodTemplateSpecBuilder()
        .withMetadata(metadata(shape))
        .withSpec(placed(spec(shape), shape))
        .build();
  }

  private static ObjectMeta metadata(ServerShape shape) {
    var ours = Labels.of(shape.domain());
    var declared = shape.spec().podTemplate();
    var metadata = new ObjectMetaBuilder().withLabels(ours);
    if (declared != null) {
      metadata.withLabels(Labels.with(ours, declared.labels()));
      if (declared.annotations() != null) {
        metadata.withAnnotations(new TreeMap<>(declared.annotations()));
      }
    }
    return metadata.build();
  }

  private static PodSpec spec(ServerShape shape) {
    return new PodSpecBuilder()
        .withSecurityContext(PodSecurity.of(shape))
        // A server that faces the internet holds no credentials of the cluster, nor its map.
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(grace(shape.server().drainTimeout()))
        .withContainers(ServerContainer.of(shape))
        .withVolumes(ServerVolumes.of(ObjectNames.of(shape.domain())))
        .build();
  }

  private static long grace(Duration drain) {
    return drain.plus(AFTER_DRAIN).plusMillis(999).toSeconds();
  }

  private static PodSpec placed(PodSpec spec, ServerShape shape) {
    var declared = shape.spec().podTemplate();
    if (declared == null) {
      return spec;
    }
    var placed = new PodSpecBuilder(spec);
    placed.withPriorityClassName(declared.priorityClassName());
    // The API server fills in the old name of the field, and keeps that where only the new one
    // goes.
    placed.withServiceAccountName(declared.serviceAccountName());
    placed.withServiceAccount(declared.serviceAccountName());
    if (declared.imagePullSecrets() != null) {
      placed.withImagePullSecrets(
          declared.imagePullSecrets().stream()
              .map(NameRef::name)
              .distinct()
              .map(LocalObjectReference::new)
              .toList());
    }
    if (declared.nodeSelector() != null) {
      placed.withNodeSelector(new TreeMap<>(declared.nodeSelector()));
    }
    if (declared.tolerations() != null) {
      placed.withTolerations(declared.tolerations());
    }
    if (declared.affinity() != null) {
      placed.withAffinity(declared.affinity());
    }
    if (declared.topologySpreadConstraints() != null) {
      placed.withTopologySpreadConstraints(
          declared.topologySpreadConstraints().stream()
              .filter(Objects::nonNull)
              .map(constraint -> selecting(constraint, shape))
              .toList());
    }
    return placed.build();
  }

  /**
   * Adds a selector of these pods to a constraint that has none: without one Kubernetes would count
   * no pods.
   */
  private static TopologySpreadConstraint selecting(
      TopologySpreadConstraint constraint, ServerShape shape) {
    return constraint.getLabelSelector() != null
        ? constraint
        : new TopologySpreadConstraintBuilder(constraint)
            .withNewLabelSelector()
            .withMatchLabels(Labels.selector(shape.domain()))
            .endLabelSelector()
            .build();
  }
}
