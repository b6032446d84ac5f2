package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Job after an install and the Pod of `helm test`. What they say: InstallationCheckIT. */
class CheckHooksTest {
  private static final String CHECK = "mailhelm-operator-check";

  @Test
  void nothingOfItIsInstalledWithTheRelease() throws IOException {
    for (var values : List.of("{}", "check: {afterInstall: true}")) {
      assertThat(Chart.render(values).all()).noneMatch(object -> name(object).startsWith(CHECK));
    }
  }

  @Test
  void helmTestAsksTheOperatorsOwnImageAndWhatItAsksWithGoesAgain() throws IOException {
    var it = Chart.renderWithHooks("watch: {namespaces: [shop, blog]}");
    var pod = it.the("Pod");

    assertThat(it.of("Job")).isEmpty();
    assertThat(pod.at("/metadata/annotations").path(Chart.HOOK).asText()).isEqualTo("test");
    assertThat(pod.at("/spec/containers/0/image")).isEqualTo(it.container().path("image"));
    assertThat(Chart.list(pod.at("/spec/containers/0/args"))).containsExactly("--check");
    assertThat(env(pod.path("spec"), "QUARKUS_OPERATOR_SDK_NAMESPACES"))
        .isEqualTo(it.env("QUARKUS_OPERATOR_SDK_NAMESPACES"));
    assertThat(env(pod.path("spec"), "MAILHELM_LEASE")).isEqualTo(it.env("MAILHELM_LEASE"));
    assertThat(it.all())
        .filteredOn(object -> name(object).startsWith(CHECK))
        .hasSize(8)
        .allSatisfy(
            object -> {
              assertThat(object.at("/metadata/annotations").path(Chart.HOOK).asText())
                  .isEqualTo("test");
              assertThat(object.at("/metadata/annotations/helm.sh~1hook-delete-policy").asText())
                  .isEqualTo("before-hook-creation,hook-succeeded");
            });
  }

  @Test
  void afterAnInstallAJobSaysTheSameAndEndsBeforeHelmDoes() throws IOException {
    var it = Chart.renderWithHooks("check: {afterInstall: true}");
    var job = it.the("Job");

    assertThat(job.at("/metadata/annotations").path(Chart.HOOK).asText())
        .isEqualTo("post-install,post-upgrade");
    assertThat(job.at("/spec/template/spec")).isEqualTo(it.the("Pod").path("spec"));
    assertThat(job.at("/spec/activeDeadlineSeconds").asInt()).isLessThan(300);
    assertThat(
            it.the("ServiceAccount", CHECK).at("/metadata/annotations").path(Chart.HOOK).asText())
        .isEqualTo("post-install,post-upgrade,test");
  }

  /**
   * An authority of an API server's proxy, options of Java: without these it would say other
   * things.
   */
  @Test
  void itRunsWithWhatTheOperatorIsGiven() throws IOException {
    var it =
        Chart.renderWithHooks(
            """
            extraEnv: [{name: MAILHELM_JAVA_OPTS, value: -Xmx300m}]
            extraVolumes: [{name: authority, configMap: {name: authority}}]
            extraVolumeMounts: [{name: authority, mountPath: /authority, readOnly: true}]
            """);
    var spec = it.the("Pod").path("spec");

    assertThat(env(spec, "MAILHELM_JAVA_OPTS")).isEqualTo("-Xmx300m");
    assertThat(spec.at("/volumes/1/configMap/name").asText()).isEqualTo("authority");
    assertThat(spec.at("/containers/0/volumeMounts/1/mountPath").asText()).isEqualTo("/authority");
  }

  @Test
  void itMayOnlyTryToCreateAndSeeTheLeaseAndTheOperator() throws IOException {
    var it = Chart.renderWithHooks("watch: {namespaces: [shop]}");
    var roles = it.of("Role").stream().filter(role -> name(role).startsWith(CHECK)).toList();

    assertThat(roles)
        .extracting(role -> role.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("shop", "mail-system");
    assertThat(roles)
        .flatExtracting(
            role ->
                role.path("rules")
                    .valueStream()
                    .map(rule -> Chart.list(rule.path("verbs")))
                    .toList())
        .containsExactlyInAnyOrder(
            List.of("create"),
            List.of("get"),
            List.of("get"),
            List.of("list"),
            List.of("get", "list"));
    for (var binding : it.of("RoleBinding")) {
      if (name(binding).startsWith(CHECK)) {
        assertThat(binding.at("/roleRef/name")).isEqualTo(binding.at("/metadata/name"));
        assertThat(binding.at("/subjects/0/name").asText()).isEqualTo(CHECK);
      }
    }
    assertThat(Chart.renderWithHooks("rbac: {create: false}").of("Role")).isEmpty();
  }

  /** Without rights every install would fail, after it was made. */
  @Test
  void whereTheChartMakesNoRolesItTakesAnAccountThatHasThem() throws IOException {
    assertThatThrownBy(
            () -> Chart.textWithHooks("rbac: {create: false}\ncheck: {afterInstall: true}"))
        .hasMessageContaining("check.serviceAccountName");

    var it =
        Chart.renderWithHooks(
            "rbac: {create: false}\ncheck: {afterInstall: true, serviceAccountName: checker}");
    for (var spec : List.of(it.the("Pod").path("spec"), it.the("Job").at("/spec/template/spec"))) {
      assertThat(spec.path("serviceAccountName").asText()).isEqualTo("checker");
    }
    for (var values : List.of("rbac: {create: false}", "check: {serviceAccountName: checker}")) {
      assertThat(Chart.renderWithHooks(values).all())
          .filteredOn(object -> object.path("kind").asText().startsWith("Role"))
          .noneMatch(object -> name(object).startsWith(CHECK));
    }
    assertThat(it.of("ServiceAccount")).noneMatch(object -> name(object).startsWith(CHECK));
  }

  @Test
  void nobodyTakesItsPodForTheOperators() throws IOException {
    var it = Chart.renderWithHooks("check: {afterInstall: true}\nreplicas: 2");
    var selector = Chart.map(it.the("Deployment").at("/spec/selector/matchLabels"));

    for (var labels : List.of("/metadata/labels", "/spec/template/metadata/labels")) {
      for (var object : List.of(it.the("Pod"), it.the("Job"))) {
        var found = object.at(labels);
        if (!found.isMissingNode()) {
          assertThat(Chart.map(found).entrySet().containsAll(selector.entrySet())).isFalse();
        }
      }
    }
  }

  private static String env(JsonNode spec, String name) {
    for (var variable : spec.at("/containers/0/env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable.path("value").asText();
      }
    }
    throw new AssertionError("no variable " + name);
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
