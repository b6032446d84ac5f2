package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.operator.desired.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What others add to our objects and take from them, and objects whose names are alike. */
class AdditionsIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void whatSomebodyAddsWhereItWouldRunOrLetSomebodyInGoesAndTheRestStays() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");

      seen.edit(
          StatefulSet.class,
          "example-com-smtp",
          set -> {
            var pod = set.getSpec().getTemplate().getSpec();
            pod.getContainers().getFirst().setEnv(List.of(new EnvVar("ADDED", "1", null)));
            var sidecar = new Container();
            sidecar.setName("sidecar");
            sidecar.setImage("sidecar");
            pod.getContainers().add(sidecar);
            set.getSpec().getTemplate().getMetadata().setAnnotations(Map.of("example.com/a", "1"));
          });
      seen.edit(
          Service.class,
          "example-com-smtp",
          service -> {
            service
                .getSpec()
                .getPorts()
                .add(new ServicePort(null, "added", null, 9999, "TCP", new IntOrString(9999)));
            service.getMetadata().getLabels().put("example.com/team", "mail");
          });
      seen.edit(
          Secret.class,
          "example-com-config-index",
          secret -> secret.getData().put("added", "eA=="));

      seen.await(
          StatefulSet.class,
          "example-com-smtp",
          set -> {
            var containers = set.getSpec().getTemplate().getSpec().getContainers();
            return containers.size() == 1
                && containers.getFirst().getEnv().stream()
                    .map(EnvVar::getName)
                    .toList()
                    .equals(List.of("POD_NAME"));
          });
      var service =
          seen.await(
              Service.class,
              "example-com-smtp",
              any -> any.getSpec().getPorts().stream().noneMatch(port -> port.getPort() == 9999));
      seen.await(
          Secret.class, "example-com-config-index", any -> !any.getData().containsKey("added"));
      assertThat(service.getMetadata().getLabels()).containsEntry("example.com/team", "mail");
      assertThat(
              seen.get(StatefulSet.class, "example-com-smtp")
                  .orElseThrow()
                  .getSpec()
                  .getTemplate()
                  .getMetadata()
                  .getAnnotations())
          .containsEntry("example.com/a", "1");
    }
  }

  @Test
  void labelsThatSomebodyTakesArePutBack() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      var secrets =
          List.of(
              "example-com-token",
              "example-com-salt",
              "example-com-api-ca",
              "example-com-api-tls",
              "example-com-config-index",
              "alice-smtp");
      var before = secrets.stream().map(name -> seen.get(Secret.class, name)).toList();

      secrets.forEach(
          name -> seen.edit(Secret.class, name, any -> any.getMetadata().setLabels(Map.of())));
      seen.edit(Service.class, "example-com-smtp", any -> any.getMetadata().setLabels(Map.of()));

      for (var each : before) {
        var was = each.orElseThrow();
        var now =
            seen.await(
                Secret.class,
                was.getMetadata().getName(),
                any -> was.getMetadata().getLabels().equals(any.getMetadata().getLabels()));
        assertThat(now.getData()).isEqualTo(was.getData());
      }
      seen.await(
          Service.class, "example-com-smtp", any -> !any.getMetadata().getLabels().isEmpty());
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      seen.await(MailUser.class, "alice", "Ready", "True");
      assertThat(api.client().v1().events().inNamespace(api.namespace()).list().getItems())
          .noneMatch(event -> "SecretConflict".equals(event.getReason()));
    }
  }

  @Test
  void eachLabelThatSomebodyTakesIsPutBack() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      for (var name :
          List.of(
              "example-com-token",
              "example-com-salt",
              "example-com-api-ca",
              "example-com-api-tls",
              "example-com-config-index",
              "alice-smtp")) {
        putsEachLabelBack(Secret.class, name, List.of());
      }
      // They have no owner: what says whose they are is not to be taken.
      for (var name : List.of("example-com-tls", "example-com-dkim")) {
        putsEachLabelBack(Secret.class, name, List.of(Labels.MANAGED_BY, Labels.INSTANCE));
      }
      putsEachLabelBack(Service.class, "example-com-smtp", List.of());
      putsEachLabelBack(StatefulSet.class, "example-com-smtp", List.of());
    }
  }

  private <R extends HasMetadata> void putsEachLabelBack(
      Class<R> kind, String name, List<String> notTaken) {
    var before = Map.copyOf(seen.get(kind, name).orElseThrow().getMetadata().getLabels());
    assertThat(before).hasSizeGreaterThanOrEqualTo(5);
    for (var label : before.keySet()) {
      if (!notTaken.contains(label)) {
        seen.edit(kind, name, any -> any.getMetadata().getLabels().remove(label));
        seen.await(kind, name, any -> before.equals(any.getMetadata().getLabels()));
      }
    }
  }

  @Test
  void shopAndShopApiLiveBesideEachOther() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      seen.apply(
          """
          apiVersion: mailhelm.io/v1alpha1
          kind: MailDomain
          metadata: {name: example-com-api}
          spec:
            domain: api.example.com
            hostname: mail.api.example.com
            outbound: Capture
            serverRef: {name: example-com}
          """);

      seen.await(MailDomain.class, "example-com-api", "Ready", "True");
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(seen.get(Secret.class, "example-com-api-cert")).isPresent();
    }
  }
}
