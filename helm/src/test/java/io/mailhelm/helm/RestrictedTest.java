package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pod passes Kubernetes' Pod Security level `restricted`, field by field. */
class RestrictedTest {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "replicas: 2",
        "watch: {namespaces: [shop]}",
        "monitoring: {podMonitor: {enabled: true}}",
        "extraEnv: [{name: A, value: b}]",
        "check: {afterInstall: true}",
        "podSecurityContext: {runAsUser: 1000, fsGroup: null}",
        "securityContext: {runAsUser: 1000}",
        "extraVolumes: [{name: ca, configMap: {name: ca}}]\n"
            + "extraVolumeMounts: [{name: ca, mountPath: /ca}]"
      })
  void podsPassRestricted(String values) throws IOException {
    var pods = 0;
    for (var object : Chart.renderWithHooks(values).all()) {
      for (var pod : List.of(object.at("/spec/template/spec"), object.path("spec"))) {
        if (pod.has("containers")) {
          check(pod);
          pods++;
        }
      }
    }
    assertThat(pods).isGreaterThan(1);
  }

  private static void check(JsonNode pod) {
    for (var shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
      assertThat(pod.path(shared).asBoolean()).as(shared).isFalse();
    }
    for (var volume : pod.path("volumes")) {
      volume
          .fieldNames()
          .forEachRemaining(
              field -> assertThat(field.equals("name") || VOLUMES.contains(field)).isTrue());
    }
    var security = pod.path("securityContext");
    assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(security.path("runAsUser").asInt()).isPositive();
    assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.path("initContainers")).isEmpty();
    assertThat(pod.path("containers")).isNotEmpty();
    pod.path("containers").forEach(RestrictedTest::container);
  }

  private static void container(JsonNode container) {
    var security = container.path("securityContext");
    assertThat(security.path("privileged").asBoolean()).isFalse();
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(Chart.list(security.at("/capabilities/drop"))).containsExactly("ALL");
    assertThat(security.at("/capabilities/add")).isEmpty();
    assertThat(security.has("procMount")).isFalse();
    // Not asked for by `restricted`, but by us.
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    for (var port : container.path("ports")) {
      assertThat(port.has("hostPort")).isFalse();
      assertThat(port.path("containerPort").asInt()).isGreaterThan(1023);
    }
  }
}
