package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The bundle of helm/olm is what the chart is. */
class OlmBundleTest {
  private static final Path FOLDER = Chart.ROOT.resolve("helm/olm");

  @Test
  void isWhatTheChartRendersTo() throws IOException {
    for (var file : new TreeMap<>(OlmBundle.files()).entrySet()) {
      var committed = FOLDER.resolve(file.getKey());
      if (Boolean.getBoolean("mailhelm.generate")) {
        Files.createDirectories(committed.getParent());
        Files.writeString(committed, file.getValue());
      }
      assertThat(committed)
          .as("%s is out of date: run `make generate` and look at what changed", committed)
          .hasContent(file.getValue());
    }
  }

  @Test
  void mayDoWhatTheChartsOperatorMayAndNoMore() throws IOException {
    var chart = Chart.render("{}");
    var install = serviceVersion().at("/spec/install/spec");

    assertThat(Chart.list(install.at("/clusterPermissions/0/rules")))
        .isEqualTo(
            Chart.list(chart.the("ClusterRole", "mail-system-mailhelm-operator").path("rules")));
    assertThat(Chart.list(install.at("/permissions/0/rules")))
        .containsAll(Chart.list(chart.the("Role", "mailhelm-operator").path("rules")))
        .containsAll(Chart.list(chart.the("Role", "mailhelm-operator-leader").path("rules")))
        .hasSize(
            chart.the("Role", "mailhelm-operator").path("rules").size()
                + chart.the("Role", "mailhelm-operator-leader").path("rules").size());
  }

  @Test
  void runsTheChartsPodInTheNamespacesOfTheOperatorGroup() throws IOException {
    var pod = serviceVersion().at("/spec/install/spec/deployments/0/spec/template/spec");
    var container = Chart.map(pod.at("/containers/0"));
    var charts = Chart.map(Chart.render("{}").container());

    assertThat(without(container, "env")).isEqualTo(without(charts, "env"));
    for (var variable : pod.at("/containers/0/env")) {
      if (variable.path("name").asText().equals("QUARKUS_OPERATOR_SDK_NAMESPACES")) {
        assertThat(variable.at("/valueFrom/fieldRef/fieldPath").asText())
            .isEqualTo("metadata.annotations['olm.targetNamespaces']");
      }
    }
    assertThat(pod.at("/containers/0/env"))
        .hasSameSizeAs(Chart.render("{}").container().path("env"));
  }

  @Test
  void artifactHubIsToldOfTheSameKindsImagesAndPicture() throws IOException {
    var annotations = OlmBundle.chart().path("annotations");
    var chart = Chart.render("{}");

    assertThat(yaml(annotations.path("artifacthub.io/crds").asText()))
        .extracting(crd -> crd.path("name").asText())
        .containsExactlyElementsOf(
            chart.of("CustomResourceDefinition").stream()
                .map(crd -> crd.at("/metadata/name").asText())
                .sorted()
                .toList());
    assertThat(yaml(annotations.path("artifacthub.io/images").asText()))
        .extracting(image -> image.path("image").asText())
        .containsExactly(
            chart.container().path("image").asText(), chart.env("MAILHELM_SERVER_IMAGE"));
    assertThat(OlmBundle.chart().path("icon").asText())
        .isEqualTo("data:image/svg+xml;base64," + OlmBundle.icon());
    assertThat(Files.readString(Chart.ROOT.resolve("docs/capability-levels.md")))
        .contains(annotations.path("artifacthub.io/operatorCapabilities").asText());
  }

  private static JsonNode serviceVersion() throws IOException {
    return yaml(OlmBundle.files().get("manifests/mailhelm.clusterserviceversion.yaml"));
  }

  private static JsonNode yaml(String text) throws IOException {
    return Serialization.yamlMapper().readTree(text);
  }

  private static Map<String, Object> without(Map<String, Object> map, String key) {
    var rest = new TreeMap<>(map);
    rest.keySet().removeAll(List.of(key));
    return rest;
  }
}
