package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the PodMonitor that tells the Prometheus operator where a server's metrics are. */
public final class ServerPodMonitor {
  public static final String API_VERSION = "monitoring.coreos.com/v1";
  public static final String KIND = "PodMonitor";

  private ServerPodMonitor() {}

  /** The PodMonitor {@code d-smtp}. */
  public static GenericKubernetesResource of(ServerShape shape, ScrapeSettings scraping) {
    var metadata = Metadata.owned(shape.domain(), ObjectNames.smtp(ObjectNames.of(shape.domain())));
    metadata.setLabels(scraping.labelsAnd(metadata.getLabels()));
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withMetadata(metadata)
        .addToAdditionalProperties("spec", spec(shape, scraping))
        .build();
  }

  private static Map<String, Object> spec(ServerShape shape, ScrapeSettings scraping) {
    var endpoint = new TreeMap<String, Object>(Map.of("path", "/metrics", "port", ProbesPort.NAME));
    scraping.interval().ifPresent(interval -> endpoint.put("interval", interval));
    return SortedMaps.map(
        "podMetricsEndpoints",
        List.of(endpoint),
        // Dashboards tell one MailDomain's servers from another's by these.
        "podTargetLabels",
        List.of(Labels.COMPONENT, Labels.INSTANCE, Labels.PART_OF),
        "selector",
        SortedMaps.map("matchLabels", Labels.selector(shape.domain())));
  }
}
