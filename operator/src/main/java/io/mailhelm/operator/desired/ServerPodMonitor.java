package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;

/** Tells the Prometheus operator where a server's metrics are. */
public final class ServerPodMonitor {
  public static final String API_VERSION = "monitoring.coreos.com/v1";
  public static final String KIND = "PodMonitor";

  private ServerPodMonitor() {}

  /** The PodMonitor {@code d-smtp}. */
  public static GenericKubernetesResource of(Shape shape) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withMetadata(Metadata.owned(shape.domain(), Names.smtp(Names.of(shape.domain()))))
        .addToAdditionalProperties("spec", spec(shape))
        .build();
  }

  private static Map<String, Object> spec(Shape shape) {
    return Sorted.map(
        "podMetricsEndpoints",
        List.of(Sorted.map("path", "/metrics", "port", ServerContainer.PROBES)),
        // Dashboards tell one MailDomain's servers from another's by these.
        "podTargetLabels",
        List.of(Labels.COMPONENT, Labels.INSTANCE, Labels.PART_OF),
        "selector",
        Sorted.map("matchLabels", Labels.selector(shape.domain())));
  }
}
