package io.mailhelm.helm;

import static io.mailhelm.helm.Chart.list;
import static io.mailhelm.helm.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.helm.Chart.Objects;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What each value does. */
class ValuesTest {
  private record Case(String what, String values, Consumer<Objects> seen) {}

  @TestFactory
  Stream<DynamicTest> eachValueDoesWhatItSays() {
    return Stream.of(images(), pod(), copies(), names(), monitoring())
        .flatMap(List::stream)
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.what(), () -> each.seen().accept(Chart.render(each.values()))));
  }

  private static List<Case> images() {
    return List.of(
        new Case(
            "tags are the version in lower case",
            "{}",
            it -> {
              assertThat(it.container().path("image").asText())
                  .matches("mailhelm/operator:[a-z0-9.-]+");
              assertThat(it.env("MAILHELM_SERVER_IMAGE"))
                  .matches("mailhelm/smtp-server:[a-z0-9.-]+");
            }),
        new Case(
            "an image by tag and one by digest",
            """
            image: {repository: registry.example/mail/operator, tag: "1.2.3", pullPolicy: Always}
            server: {image: {repository: registry.example/smtp, tag: "sha256:%s", pullPolicy: Never}}
            """
                .formatted("0123456789abcdef".repeat(4)),
            it -> {
              assertThat(it.container().path("image").asText())
                  .isEqualTo("registry.example/mail/operator:1.2.3");
              assertThat(it.container().path("imagePullPolicy").asText()).isEqualTo("Always");
              assertThat(it.env("MAILHELM_SERVER_IMAGE"))
                  .isEqualTo("registry.example/smtp@sha256:" + "0123456789abcdef".repeat(4));
              assertThat(it.env("MAILHELM_SERVER_IMAGE_PULL_POLICY")).isEqualTo("Never");
            }),
        new Case(
            "a registry for both, in the place of one that is named",
            """
            global: {imageRegistry: mirror.example:5000/cache}
            server: {image: {repository: registry.example/mailhelm/smtp-server}}
            allow: {images: [other.example/]}
            """,
            it -> {
              assertThat(it.container().path("image").asText())
                  .startsWith("mirror.example:5000/cache/mailhelm/operator:");
              assertThat(it.env("MAILHELM_SERVER_IMAGE"))
                  .startsWith("mirror.example:5000/cache/mailhelm/smtp-server:");
              assertThat(it.env("MAILHELM_ALLOW_IMAGES"))
                  .isEqualTo("mirror.example:5000/cache/mailhelm/smtp-server,other.example/");
            }),
        new Case(
            "pull secrets",
            "imagePullSecrets: [{name: pull}]",
            it ->
                assertThat(list(it.podSpec().path("imagePullSecrets")))
                    .containsExactly(Map.of("name", "pull"))));
  }

  private static List<Case> pod() {
    return List.of(
        new Case(
            "where it runs",
            """
            nodeSelector: {pool: system}
            tolerations: [{key: system, operator: Exists}]
            affinity: {nodeAffinity: {}}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
            priorityClassName: system-cluster-critical
            """,
            it -> {
              assertThat(map(it.podSpec().path("nodeSelector"))).containsEntry("pool", "system");
              assertThat(it.podSpec().at("/tolerations/0/key").asText()).isEqualTo("system");
              assertThat(it.podSpec().path("affinity").has("nodeAffinity")).isTrue();
              assertThat(it.podSpec().at("/topologySpreadConstraints/0/maxSkew").asInt())
                  .isEqualTo(1);
              assertThat(it.podSpec().path("priorityClassName").asText())
                  .isEqualTo("system-cluster-critical");
            }),
        new Case(
            "labels never replace those it is selected by",
            "podLabels: {team: mail, app.kubernetes.io/name: other}\npodAnnotations: {a/b: c}",
            it -> {
              var metadata = it.the("Deployment").at("/spec/template/metadata");
              assertThat(map(metadata.path("labels")))
                  .containsEntry("team", "mail")
                  .containsAllEntriesOf(map(it.the("Deployment").at("/spec/selector/matchLabels")));
              assertThat(map(metadata.path("annotations"))).containsEntry("a/b", "c");
            }),
        new Case(
            "who it is in the pod and the container",
            "podSecurityContext: {runAsUser: 1000, fsGroup: null}\n"
                + "securityContext: {runAsGroup: 1001}",
            it -> {
              var pod = it.podSpec().path("securityContext");
              assertThat(pod.path("runAsUser").asInt()).isEqualTo(1000);
              assertThat(pod.has("fsGroup")).isFalse();
              assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
              assertThat(it.container().at("/securityContext/runAsGroup").asInt()).isEqualTo(1001);
            }),
        new Case(
            "volumes beside its own",
            """
            extraVolumes: [{name: ca, configMap: {name: corporate-ca}}]
            extraVolumeMounts: [{name: ca, mountPath: /etc/ca, readOnly: true}]
            """,
            it -> {
              assertThat(it.podSpec().at("/volumes/0/name").asText()).isEqualTo("tmp");
              assertThat(it.podSpec().at("/volumes/1/configMap/name").asText())
                  .isEqualTo("corporate-ca");
              assertThat(it.container().at("/volumeMounts/1/mountPath").asText())
                  .isEqualTo("/etc/ca");
            }),
        new Case(
            "what it logs",
            "logLevel: DEBUG",
            it -> assertThat(it.env("MAILHELM_LOG_LEVEL")).isEqualTo("DEBUG")),
        new Case(
            "environment and resources",
            """
            extraEnv: [{name: MAILHELM_JAVA_OPTS, value: -Xmx300m}]
            resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}
            """,
            it -> {
              assertThat(it.env("MAILHELM_JAVA_OPTS")).isEqualTo("-Xmx300m");
              assertThat(it.container().at("/resources/limits/memory").asText()).isEqualTo("1Gi");
            }),
        new Case(
            "whom it asks about the DNS",
            "dns: {resolvers: [192.0.2.53, '192.0.2.54:5353', '2001:db8::53',"
                + " '[2001:db8::54]:53']}",
            it ->
                assertThat(it.env("MAILHELM_DNS_RESOLVERS"))
                    .isEqualTo("192.0.2.53,192.0.2.54:5353,2001:db8::53,[2001:db8::54]:53")),
        new Case(
            "probes on the operator's own port",
            "{}",
            it -> {
              assertThat(it.env("QUARKUS_HTTP_PORT")).isEqualTo("8080");
              assertThat(it.container().at("/ports/0/containerPort").asInt()).isEqualTo(8080);
              assertThat(it.container().at("/livenessProbe/httpGet/path").asText())
                  .isEqualTo("/q/health/live");
              assertThat(it.container().at("/readinessProbe/httpGet/path").asText())
                  .isEqualTo("/q/health/ready");
            }));
  }

  private static List<Case> copies() {
    return List.of(
        new Case(
            "one has no disruption budget, which would only block a drain",
            "{}",
            it -> {
              assertThat(it.of("PodDisruptionBudget")).isEmpty();
              assertThat(it.env("MAILHELM_LEADER_ELECTION")).isEqualTo("true");
            }),
        new Case(
            "of two, one stays",
            "replicas: 2",
            it -> {
              assertThat(it.the("Deployment").at("/spec/replicas").asInt()).isEqualTo(2);
              assertThat(it.the("PodDisruptionBudget").at("/spec/minAvailable").asInt())
                  .isEqualTo(1);
              assertThat(it.the("PodDisruptionBudget").at("/spec/selector"))
                  .isEqualTo(it.the("Deployment").at("/spec/selector"));
            }));
  }

  private static List<Case> names() {
    return List.of(
        new Case(
            "named by the release",
            "{}",
            it ->
                assertThat(it.the("Deployment").at("/metadata/name").asText())
                    .isEqualTo("mailhelm-operator")),
        new Case(
            "named otherwise",
            "fullnameOverride: postbox",
            it -> {
              assertThat(it.the("Deployment").at("/metadata/name").asText()).isEqualTo("postbox");
              assertThat(it.env("MAILHELM_LEASE")).isEqualTo("postbox");
              assertThat(it.podSpec().path("serviceAccountName").asText()).isEqualTo("postbox");
            }),
        new Case(
            "a ServiceAccount that is there already",
            "serviceAccount: {create: false, name: ours}",
            it -> {
              assertThat(it.of("ServiceAccount")).isEmpty();
              assertThat(it.podSpec().path("serviceAccountName").asText()).isEqualTo("ours");
              assertThat(it.of("ClusterRoleBinding").getFirst().at("/subjects/0/name").asText())
                  .isEqualTo("ours");
            }),
        new Case(
            "annotations of the ServiceAccount",
            "serviceAccount: {annotations: {role: mail}}",
            it ->
                assertThat(map(it.the("ServiceAccount").at("/metadata/annotations")))
                    .containsEntry("role", "mail")),
        new Case(
            "no CRDs",
            "crds: {install: false}",
            it -> assertThat(it.of("CustomResourceDefinition")).isEmpty()));
  }

  private static List<Case> monitoring() {
    return List.of(
        new Case(
            "nothing that wants other CRDs unless asked for",
            "{}",
            it -> {
              assertThat(it.of("PodMonitor")).isEmpty();
              assertThat(it.of("PrometheusRule")).isEmpty();
              assertThat(it.of("ConfigMap")).isEmpty();
            }),
        new Case(
            "a PodMonitor that finds the operator",
            "monitoring: {podMonitor: {enabled: true, interval: 10s, labels: {release: prom}}}",
            it -> {
              var monitor = it.the("PodMonitor");
              assertThat(map(monitor.at("/metadata/labels"))).containsEntry("release", "prom");
              assertThat(map(it.the("Deployment").at("/spec/template/metadata/labels")))
                  .containsAllEntriesOf(map(monitor.at("/spec/selector/matchLabels")));
              var endpoint = monitor.at("/spec/podMetricsEndpoints/0");
              assertThat(endpoint.path("port").asText())
                  .isEqualTo(it.container().at("/ports/0/name").asText());
              assertThat(endpoint.path("honorLabels").asBoolean()).isTrue();
            }),
        new Case(
            "a PodMonitor where Prometheus looks for it",
            "monitoring: {podMonitor: {enabled: true, namespace: monitoring}}",
            it -> {
              var monitor = it.the("PodMonitor");
              assertThat(monitor.at("/metadata/namespace").asText()).isEqualTo("monitoring");
              assertThat(list(monitor.at("/spec/namespaceSelector/matchNames")))
                  .containsExactly("mail-system");
            }),
        new Case(
            "a ServiceMonitor that finds the operator",
            "monitoring: {serviceMonitor: {enabled: true, interval: 10s, labels: {release: prom},"
                + " namespace: monitoring}}",
            it -> {
              var monitor = it.the("ServiceMonitor");
              var service = it.the("Service");
              assertThat(monitor.at("/metadata/namespace").asText()).isEqualTo("monitoring");
              assertThat(map(monitor.at("/metadata/labels"))).containsEntry("release", "prom");
              assertThat(list(monitor.at("/spec/namespaceSelector/matchNames")))
                  .containsExactly(service.at("/metadata/namespace").asText());
              assertThat(map(service.at("/metadata/labels")))
                  .containsAllEntriesOf(map(monitor.at("/spec/selector/matchLabels")));
              assertThat(service.at("/spec/selector"))
                  .isEqualTo(it.the("Deployment").at("/spec/selector/matchLabels"));
              var endpoint = monitor.at("/spec/endpoints/0");
              assertThat(endpoint.path("interval").asText()).isEqualTo("10s");
              assertThat(endpoint.path("port")).isEqualTo(service.at("/spec/ports/0/name"));
              assertThat(service.at("/spec/ports/0/targetPort"))
                  .isEqualTo(it.container().at("/ports/0/name"));
            }),
        new Case(
            "how servers are scraped is told to the operator",
            "monitoring: {servers: {interval: 15s, labels: {release: prom}}}",
            it -> {
              assertThat(it.env("MAILHELM_SCRAPE_INTERVAL")).isEqualTo("15s");
              assertThat(it.env("MAILHELM_SCRAPE_LABELS")).isEqualTo("{\"release\":\"prom\"}");
            }),
        new Case(
            "alerts, with Prometheus' own templates as they are",
            "monitoring: {rules: {enabled: true}}",
            it -> {
              var rules = it.the("PrometheusRule");
              assertThat(rules.at("/spec/groups")).hasSizeGreaterThan(1);
              assertThat(rules.toString()).contains("{{ $labels.namespace }}");
            }),
        new Case(
            "a dashboard that is JSON",
            "monitoring: {dashboard: {enabled: true, annotations: {folder: Mail}}}",
            it -> {
              var config = it.the("ConfigMap");
              assertThat(map(config.at("/metadata/labels")))
                  .containsEntry("grafana_dashboard", "1");
              assertThat(config.at("/data/mailhelm.json").asText())
                  .startsWith("{")
                  .contains("\"title\": \"Mailhelm\"");
            }));
  }
}
