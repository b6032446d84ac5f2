package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody changes by hand, pauses, or upgrades half-way. */
class RepairIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void whatIsDeletedOrEditedByHandComesBack() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      var password = seen.get(Secret.class, "alice-smtp").orElseThrow();
      var config = seen.get(Secret.class, "example-com-config-index").orElseThrow();

      seen.delete(Service.class, "example-com-smtp");
      seen.delete(NetworkPolicy.class, "example-com-smtp");
      seen.delete(PodDisruptionBudget.class, "example-com-smtp");
      seen.delete(Secret.class, "alice-smtp");
      seen.delete(Secret.class, "example-com-config-index");
      seen.edit(StatefulSet.class, "example-com-smtp", set -> set.getSpec().setReplicas(3));

      seen.await(Service.class, "example-com-smtp", any -> true);
      seen.await(NetworkPolicy.class, "example-com-smtp", any -> true);
      seen.await(PodDisruptionBudget.class, "example-com-smtp", any -> true);
      seen.await(
          StatefulSet.class, "example-com-smtp", set -> set.getSpec().getReplicas().equals(1));
      var made = seen.await(Secret.class, "alice-smtp", any -> true);
      assertThat(made.getData().get("password")).isNotEqualTo(password.getData().get("password"));
      seen.await(
          Secret.class,
          "example-com-config-index",
          any ->
              !any.getMetadata().getUid().equals(config.getMetadata().getUid())
                  && !any.getData().equals(config.getData()));
      seen.await(MailUser.class, "alice", "Ready", "True");
    }
  }

  @Test
  void aSecretOfThatNameThatIsSomebodyElsesIsNeverWritten() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: alice-smtp}
          stringData: {password: of another program}
          """
              + Declarations.user("alice", "")
              + "---\n"
              + Declarations.server(KubeApi.freePort()));

      var alice = seen.await(MailUser.class, "alice", "Stalled", "True");

      assertThat(Seen.condition(alice, "Ready").orElseThrow().reason()).isEqualTo("SecretConflict");
      assertThat(seen.get(Secret.class, "alice-smtp").orElseThrow().getData())
          .isEqualTo(Map.of("password", "b2YgYW5vdGhlciBwcm9ncmFt"));
    }
  }

  @Test
  void objectsThatHaveSuchANameAndAreSomebodyElsesAreLeftAlone() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: example-com-config-05}
          stringData: {colour: red}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: example-com-api}
          spec: {selector: {app: other}, ports: [{port: 80}]}
          """);
      var before = seen.get(Service.class, "example-com-api").orElseThrow();

      seen.apply(Declarations.server(KubeApi.freePort()));
      var domain = seen.await(MailDomain.class, "example-com", "Stalled", "True");

      assertThat(Seen.condition(domain, "Ready").orElseThrow().message())
          .contains("Secret example-com-config-05", "Service example-com-api");
      assertThat(seen.get(Service.class, "example-com-api")).contains(before);
      assertThat(seen.get(Secret.class, "example-com-config-05").orElseThrow().getData())
          .isEqualTo(Map.of("colour", "cmVk"));

      seen.delete(Service.class, "example-com-api");
      seen.delete(Secret.class, "example-com-config-05");
      seen.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  @Test
  void aTokenThatWasEmptiedAndAConfigThatCannotBeReadAreMadeAnew() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      try (var operator = RunningOperator.in(api)) {
        seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
        seen.await(MailUser.class, "alice", "Ready", "True");
        write("example-com-token", Map.of("other", "eA=="));
        seen.await(
            Secret.class, "example-com-token", secret -> secret.getData().containsKey("token"));
      }
      write("example-com-config-index", Map.of("index", "bm9uc2Vuc2U="));

      try (var operator = RunningOperator.in(api)) {
        seen.await(
            Secret.class,
            "example-com-config-index",
            secret -> !secret.getData().get("index").equals("bm9uc2Vuc2U="));
        seen.apply(Declarations.user("bob", ""));
        seen.await(MailUser.class, "bob", "Ready", "True");
      }
    }
  }

  @Test
  void whatOnlyTheApiServerRefusesIsSaidAndStopsNobody() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      seen.apply(
          Declarations.server(port, "  resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}")
              + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      var refused = seen.await(MailDomain.class, "example-com", "ConfigApplied", "False");

      assertThat(Seen.condition(refused, "ConfigApplied").orElseThrow().message())
          .contains("must be less than or equal to memory limit");
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
    }
  }

  @Test
  void nothingChangesWhileItIsPaused() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      annotate(Map.of("mailhelm.io/pause", "true"));
      seen.await(MailDomain.class, "example-com", "ReconciliationPaused", "True");
      var before = node.pod("example-com-smtp-0").running();

      seen.delete(Service.class, "example-com-smtp");
      seen.apply(Declarations.user("alice", ""));
      var mark = api.audit().mark();
      seen.await(
          Secret.class, "alice-smtp", any -> true); // Its own, which changes nobody's servers.
      annotate(Map.of("mailhelm.io/pause", "true", "example.com/touched", "1"));
      seen.await(MailDomain.class, "example-com", "ReconciliationPaused", "True");
      assertThat(api.audit().since(mark))
          .filteredOn(entry -> entry.namespace().equals(api.namespace()) && entry.isWrite())
          .noneMatch(entry -> List.of("services", "statefulsets").contains(entry.resource()));
      assertThat(node.pod("example-com-smtp-0").running()).isEqualTo(before);

      annotate(Map.of());
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(Service.class, "example-com-smtp", any -> true);
    }
  }

  @Test
  void aPodThatCannotReadTheFormatIsGivenNothingUntilItCan() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var pod = node.pod("example-com-smtp-0");
      var before = seen.get(Secret.class, "example-com-config-index").orElseThrow();
      pod.reads(0);

      seen.apply(Declarations.user("alice", ""));
      var domain = seen.await(MailDomain.class, "example-com", "ConfigApplied", "False");

      assertThat(Seen.condition(domain, "ConfigApplied").orElseThrow().message())
          .contains("example-com-smtp-0 reads formats [0]");
      assertThat(seen.get(Secret.class, "example-com-config-index").orElseThrow().getData())
          .isEqualTo(before.getData());
      pod.reads(0, ConfigDocument.FORMAT);
      seen.await(MailUser.class, "alice", "Ready", "True");
    }
  }

  private void write(String secret, Map<String, String> data) {
    seen.edit(Secret.class, secret, any -> any.setData(data));
  }

  private void annotate(Map<String, String> annotations) {
    seen.edit(
        MailDomain.class,
        "example-com",
        domain -> domain.getMetadata().setAnnotations(annotations));
  }
}
