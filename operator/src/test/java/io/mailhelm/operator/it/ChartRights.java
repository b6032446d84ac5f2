package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the chart, with its default values, lets the operator do. */
final class ChartRights {
  private static final String RBAC = "rbac.authorization.k8s.io";

  /** Of the whole cluster, in each namespace it watches, and in its own. */
  private final List<PolicyRule> everywhere;

  private final List<PolicyRule> watched;
  private final List<PolicyRule> own;

  ChartRights() {
    var rendered = rendered("defaults.yaml");
    this.everywhere = of(rendered, ClusterRole.class, "mail-system-mailhelm-operator").getRules();
    this.watched = of(rendered, Role.class, "mailhelm-operator").getRules();
    this.own = of(rendered, Role.class, "mailhelm-operator-leader").getRules();
  }

  /** What the chart renders to for a test's values. */
  static List<HasMetadata> rendered(String file) {
    try (var yaml =
        Files.newInputStream(
            Path.of(
                System.getProperty("mailhelm.root"), "helm/src/test/resources/rendered", file))) {
      List<HasMetadata> all = Serialization.unmarshal(yaml);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T extends HasMetadata> T of(
      List<HasMetadata> rendered, Class<T> kind, String name) {
    return rendered.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Each as {@code VERB RESOURCE}, as an {@link AuditEntry} names them. */
  TreeSet<String> all() {
    var all = new TreeSet<String>();
    Stream.of(everywhere, watched, own)
        .flatMap(List::stream)
        .forEach(
            rule -> {
              for (var resource : rule.getResources()) {
                for (var verb : rule.getVerbs()) {
                  var group = rule.getApiGroups().getFirst();
                  all.add("%s %s%s".formatted(verb, group.isEmpty() ? "" : group + "/", resource));
                }
              }
            });
    return all;
  }

  /** Gives them to a ServiceAccount of the test's namespace, as the chart does. */
  void grant(KubeApi api, String account) {
    var name = api.namespace() + "-" + account;
    put(
        api,
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withRules(everywhere)
            .build());
    put(
        api,
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewRoleRef(RBAC, "ClusterRole", name)
            .addNewSubject("", "ServiceAccount", account, api.namespace())
            .build());
    put(
        api,
        new RoleBuilder()
            .withNewMetadata()
            .withName(account)
            .withNamespace(api.namespace())
            .endMetadata()
            .withRules(Stream.concat(watched.stream(), own.stream()).toList())
            .build());
    put(
        api,
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName(account)
            .withNamespace(api.namespace())
            .endMetadata()
            .withNewRoleRef(RBAC, "Role", account)
            .addNewSubject("", "ServiceAccount", account, api.namespace())
            .build());
  }

  /** Gives those of a watched namespace to a ServiceAccount of another. */
  void grantIn(KubeApi watched, KubeApi api, String account) {
    put(
        watched,
        new RoleBuilder()
            .withNewMetadata()
            .withName(account)
            .withNamespace(watched.namespace())
            .endMetadata()
            .withRules(this.watched)
            .build());
    put(
        watched,
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName(account)
            .withNamespace(watched.namespace())
            .endMetadata()
            .withNewRoleRef(RBAC, "Role", account)
            .addNewSubject("", "ServiceAccount", account, api.namespace())
            .build());
  }

  private static void put(KubeApi api, HasMetadata object) {
    api.client().resource(object).serverSideApply();
  }
}
