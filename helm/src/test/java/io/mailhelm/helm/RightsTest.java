package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the operator may do, and where. */
class RightsTest {
  private static final String CLUSTER_ROLE = "mail-system-mailhelm-operator";

  @Test
  void withoutAWordItWatchesItsOwnNamespaceAndReadsNoSecretOfAnother() throws IOException {
    var it = Chart.render("{}");

    assertThat(it.env("QUARKUS_OPERATOR_SDK_NAMESPACES")).isEqualTo("mail-system");
    for (var resource : new String[] {"secrets", "pods", "statefulsets", "services"}) {
      for (var role : it.of("ClusterRole")) {
        assertThat(may(role, resource)).isFalse();
      }
      assertThat(it.of("Role"))
          .filteredOn(role -> may(role, resource))
          .extracting(role -> role.at("/metadata/namespace").asText())
          .containsExactly("mail-system");
    }
  }

  @Test
  void watchingAllNamespacesTakesAClusterRole() throws IOException {
    var it = Chart.render("watch: {all: true}");

    assertThat(it.env("QUARKUS_OPERATOR_SDK_NAMESPACES")).isEqualTo("JOSDK_ALL_NAMESPACES");
    assertThat(may(it.the("ClusterRole", CLUSTER_ROLE), "secrets")).isTrue();
    assertThat(it.the("Role").at("/metadata/name").asText()).isEqualTo("mailhelm-operator-leader");
  }

  @Test
  void watchingSomeTakesARoleInEachAndNoMore() throws IOException {
    var it = Chart.render("watch: {namespaces: [shop, blog]}");

    assertThat(it.env("QUARKUS_OPERATOR_SDK_NAMESPACES")).isEqualTo("shop,blog");
    assertThat(it.of("Role"))
        .filteredOn(role -> may(role, "secrets"))
        .extracting(role -> role.at("/metadata/namespace").asText())
        .containsExactly("shop", "blog");
    assertThat(it.of("RoleBinding"))
        .extracting(binding -> binding.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("shop", "blog", "mail-system");
    var cluster = it.the("ClusterRole", CLUSTER_ROLE);
    assertThat(may(cluster, "secrets")).isFalse();
    assertThat(may(cluster, "storageclasses")).isTrue();
    assertThat(may(cluster, "nodes")).isTrue();
  }

  @Test
  void rulesAreTheSameWhereverTheyStand() throws IOException {
    var everywhere =
        Chart.render("watch: {all: true}").the("ClusterRole", CLUSTER_ROLE).path("rules");
    var some =
        Chart.render("watch: {namespaces: [shop]}").the("Role", "mailhelm-operator").path("rules");

    assertThat(everywhere).containsAll(some).hasSize(some.size() + 2);
  }

  @Test
  void everyBindingNamesARoleThatIsThereAndTheOperatorsAccount() throws IOException {
    for (var values :
        new String[] {"{}", "watch: {all: true}", "watch: {namespaces: [shop, blog]}"}) {
      var it = Chart.render(values);
      for (var kind : new String[] {"Role", "ClusterRole"}) {
        for (var binding : it.of(kind + "Binding")) {
          var role = it.the(kind, binding.at("/roleRef/name").asText());
          if (kind.equals("Role")) {
            assertThat(it.of("Role"))
                .anyMatch(
                    any ->
                        any.at("/metadata/name").equals(role.at("/metadata/name"))
                            && any.at("/metadata/namespace")
                                .equals(binding.at("/metadata/namespace")));
          }
          assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("mail-system");
          assertThat(binding.at("/subjects/0/name"))
              .isEqualTo(it.the("ServiceAccount").at("/metadata/name"));
        }
      }
    }
  }

  @Test
  void nothingIsAllowedByAStar() throws IOException {
    for (var values : new String[] {"{}", "watch: {all: true}"}) {
      var it = Chart.render(values);
      for (var kind : new String[] {"Role", "ClusterRole"}) {
        for (var role : it.of(kind)) {
          assertThat(role.path("rules").toString()).doesNotContain("*");
        }
      }
    }
  }

  @Test
  void whoMayEditANamespaceMayEditItsMail() throws IOException {
    var it = Chart.render("{}");

    var view = it.the("ClusterRole", CLUSTER_ROLE + "-view");
    assertThat(view.at("/metadata/labels/rbac.authorization.k8s.io~1aggregate-to-view").asText())
        .isEqualTo("true");
    assertThat(view.path("rules").toString()).doesNotContain("create", "patch", "delete");
    assertThat(Chart.render("rbac: {aggregate: false}").of("ClusterRole")).hasSize(1);
  }

  @Test
  void noRolesWhereOthersMakeThem() throws IOException {
    var it = Chart.render("rbac: {create: false}");

    assertThat(it.of("ClusterRole")).isEmpty();
    assertThat(it.of("Role")).isEmpty();
    assertThat(it.of("RoleBinding")).isEmpty();
  }

  private static boolean may(JsonNode role, String resource) {
    for (var rule : role.path("rules")) {
      for (var any : rule.path("resources")) {
        if (any.asText().equals(resource)) {
          return true;
        }
      }
    }
    return false;
  }
}
