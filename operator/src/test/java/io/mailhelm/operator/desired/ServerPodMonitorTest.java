package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an administrator says of the scrapes of servers. */
class ServerPodMonitorTest {
  private static final ServerShape SHAPE =
      Shapes.of(
          """
          apiVersion: mailhelm.io/v1alpha1
          kind: MailDomain
          metadata: {name: example-com, namespace: mail, uid: a}
          spec: {domain: example.com, server: {}}
          """);

  @Test
  void itHasTheLabelsThatPrometheusSelectsItByAndTheInterval() {
    var monitor =
        ServerPodMonitor.of(
            SHAPE,
            new ScrapeSettings(
                Optional.of("10s"),
                new TreeMap<>(Map.of("release", "prom", Labels.MANAGED_BY, "somebody"))));

    assertThat(monitor.getMetadata().getLabels())
        .containsEntry("release", "prom")
        .containsAllEntriesOf(Labels.of(SHAPE.domain()));
    assertThat(endpoint(monitor)).containsEntry("interval", "10s");
  }

  @Test
  void withoutAWordPrometheusDecides() {
    var monitor = ServerPodMonitor.of(SHAPE, ScrapeSettings.DEFAULT);

    assertThat(endpoint(monitor)).containsOnlyKeys("path", "port");
    assertThat(monitor.getMetadata().getLabels()).isEqualTo(Labels.of(SHAPE.domain()));
  }

  private static Map<String, Object> endpoint(GenericKubernetesResource monitor) {
    List<Map<String, Object>> endpoints = monitor.get("spec", "podMetricsEndpoints");
    return endpoints.getFirst();
  }
}
