package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.operator.it.StateMetrics.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the chart's file for kube-state-metrics gives for resources with real statuses. */
class KubeStateMetricsIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void everyMetricOfTheFileComesOfWhatTheOperatorWrites() throws IOException {
    var config =
        Serialization.yamlMapper()
            .readTree(
                Files.readString(
                    Path.of(
                        System.getProperty("mailhelm.root"),
                        "helm/mailhelm/files/kube-state-metrics.yaml")));
    var samples = new ArrayList<Sample>();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World();
        var operator = RunningOperator.in(api, world.outside())) {
      seen.apply(
          Declarations.server(KubeApi.freePort(), World.DNS, "dkim: {algorithms: [Ed25519]}")
                  .replace("outbound: Capture", "outbound: Deliver")
              + Declarations.user("alice", "")
              + """
              ---
              apiVersion: mailhelm.io/v1alpha1
              kind: SendPolicy
              metadata: {name: all}
              spec: {domainRef: {name: example-com}, default: true}
              """);
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(SendPolicy.class, "all", "Ready", "True");
      var metrics = new StateMetrics(config);
      var domain =
          seen.await(
              MailDomain.class,
              "example-com",
              any ->
                  Seen.is(any, "Ready", "True")
                      && any.getStatus().dkim() != null
                      && any.getStatus().retainedMailboxCount() != null);
      samples.addAll(metrics.of(StateMetrics.json(domain)));
      samples.addAll(
          metrics.of(StateMetrics.json(seen.get(MailUser.class, "alice").orElseThrow())));
      samples.addAll(
          metrics.of(StateMetrics.json(seen.get(SendPolicy.class, "all").orElseThrow())));
    }

    assertThat(samples.stream().map(Sample::name).collect(Collectors.toSet()))
        .as("every metric says something")
        .isEqualTo(names(config));
    assertThat(samples)
        .extracting(sample -> sample.name() + sample.labels())
        .as("no sample is there twice")
        .doesNotHaveDuplicates();
    var named = Map.of("namespace", api.namespace(), "name", "example-com");
    assertThat(samples)
        .contains(
            sample("kube_maildomain_status_condition", named, "type", "Ready", "status", "True"),
            sample("kube_maildomain_status_users", named))
        .filteredOn(sample -> sample.name().equals("kube_maildomain_status_dkim_key"))
        .filteredOn(sample -> sample.value() == 1)
        .hasSize(1);
    assertThat(
            samples.stream()
                .filter(sample -> sample.name().equals("kube_mailuser_info"))
                .findFirst()
                .orElseThrow()
                .labels())
        .containsEntry("maildomain", "example-com")
        .containsEntry("sendpolicy", "all");
  }

  private static Sample sample(String name, Map<String, String> labels, String... more) {
    var all = new TreeMap<>(labels);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new Sample(name, all, 1);
  }

  private static TreeSet<String> names(JsonNode config) {
    var names = new TreeSet<String>();
    for (var kind : config.at("/spec/resources")) {
      for (var metric : kind.path("metrics")) {
        names.add(kind.path("metricNamePrefix").asText() + "_" + metric.path("name").asText());
      }
    }
    return names;
  }
}
