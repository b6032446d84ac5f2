package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What kube-state-metrics is told to read is in the schemas of what it reads. What comes of it for
 * real resources: KubeStateMetricsIT of the operator.
 */
class KubeStateMetricsTest {
  private static final Map<String, String> CRDS =
      Map.of("MailDomain", "maildomains", "MailUser", "mailusers", "SendPolicy", "sendpolicies");

  private static final List<Object> CONDITION = List.of("True", "False", "Unknown");

  @Test
  void allThreeKindsAreRead() throws IOException {
    assertThat(config().at("/spec/resources"))
        .extracting(resource -> resource.at("/groupVersionKind/kind").asText())
        .containsExactlyInAnyOrderElementsOf(CRDS.keySet());
  }

  @Test
  void everyPathIsInTheSchemaAndEveryValueOfAnEnumIsListed() throws IOException {
    for (var resource : config().at("/spec/resources")) {
      var root = schema(resource.at("/groupVersionKind"));
      walk(root, resource.path("labelsFromPath"));
      for (var metric : resource.path("metrics")) {
        var each = metric.path("each");
        var how = each.get(Character.toLowerCase(type(each).charAt(0)) + type(each).substring(1));
        assertThat(how).as(metric.toString()).isNotNull();
        var at = at(root, how.path("path"));
        var element = at.path("type").asText().equals("array") ? at.path("items") : at;
        walk(element, how.path("labelsFromPath"));
        var value = at(element, how.path("valueFrom"));
        if (type(each).equals("StateSet")) {
          // That of a condition has a description only.
          var values = value.has("enum") ? Chart.list(value.path("enum")) : CONDITION;
          assertThat(Chart.list(how.path("list")))
              .as(metric.path("name").asText())
              .containsExactlyInAnyOrderElementsOf(values);
        } else if (type(each).equals("Gauge")) {
          assertThat(value.path("type").asText()).isIn("integer", "boolean", "string");
        }
      }
    }
  }

  @Test
  void itIsShippedWhereItIsWanted() throws IOException {
    var shipped =
        Chart.render(
                "monitoring: {kubeStateMetrics: {enabled: true, namespace: monitoring, labels: {a: b}}}")
            .the("ConfigMap");

    assertThat(shipped.at("/metadata/namespace").asText()).isEqualTo("monitoring");
    assertThat(shipped.at("/metadata/labels/a").asText()).isEqualTo("b");
    assertThat(Serialization.yamlMapper().readTree(shipped.at("/data/config.yaml").asText()))
        .isEqualTo(config());
  }

  @Test
  void metricsThatAlertsAskForAreThere() throws IOException {
    var there = new ArrayList<String>();
    for (var resource : config().at("/spec/resources")) {
      for (var metric : resource.path("metrics")) {
        there.add(resource.path("metricNamePrefix").asText() + "_" + metric.path("name").asText());
      }
    }
    var asked = new TreeSet<String>();
    var alerts = Files.readString(Chart.FOLDER.resolve("files/alerts.yaml"));
    Pattern.compile("\\bkube_(maildomain|mailuser|sendpolicy)_[a-z_]+")
        .matcher(alerts)
        .results()
        .forEach(found -> asked.add(found.group()));

    assertThat(there).doesNotHaveDuplicates();
    assertThat(asked).isNotEmpty().isSubsetOf(there);
  }

  private static String type(JsonNode each) {
    return each.path("type").asText();
  }

  private static void walk(JsonNode schema, JsonNode labels) {
    labels.forEach(path -> at(schema, path));
  }

  /** The schema of what a path leads to. */
  private static JsonNode at(JsonNode schema, JsonNode path) {
    var now = schema;
    for (var part : path) {
      var next = now.path("properties").path(part.asText());
      assertThat(next.isMissingNode()).as("%s: no %s", path, part).isFalse();
      now = next;
    }
    return now;
  }

  private static JsonNode schema(JsonNode kind) throws IOException {
    var crd =
        yaml("files/crds/%s.yaml".formatted(CRDS.get(kind.path("kind").asText()))).path("spec");
    assertThat(crd.path("group")).isEqualTo(kind.path("group"));
    for (var version : crd.path("versions")) {
      if (version.path("name").equals(kind.path("version"))) {
        var schema = version.at("/schema/openAPIV3Schema").deepCopy();
        // Of these the schema of a CRD says nothing.
        for (var field : List.of("name", "namespace", "generation")) {
          ((ObjectNode) schema)
              .withObject("/properties/metadata/properties/" + field)
              .put("type", field.equals("generation") ? "integer" : "string");
        }
        return schema;
      }
    }
    throw new AssertionError("no version " + kind);
  }

  private static JsonNode config() throws IOException {
    return yaml("files/kube-state-metrics.yaml");
  }

  private static JsonNode yaml(String file) throws IOException {
    return Serialization.yamlMapper().readTree(Files.readString(Chart.FOLDER.resolve(file)));
  }
}
