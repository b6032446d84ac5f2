package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From {@code kubectl apply} to servers that run what was applied. */
class LifeIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void aDomainWithUsersAndAPolicyBecomesReady() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort())
              + Declarations.user("alice", "aliases: [sales]")
              + """
              ---
              apiVersion: mailhelm.io/v1alpha1
              kind: SendPolicy
              metadata: {name: all}
              spec: {domainRef: {name: example-com}, default: true, senders: {from: OwnDomain}}
              """);

      var domain = seen.await(MailDomain.class, "example-com", "Ready", "True");
      var alice = seen.await(MailUser.class, "alice", "Ready", "True");
      var policy = seen.await(SendPolicy.class, "all", "Ready", "True");

      assertThat(domain.getStatus().server().readyReplicas()).isEqualTo(1);
      assertThat(domain.getStatus().users()).isEqualTo(1);
      assertThat(node.pod("example-com-smtp-0").running())
          .contains(domain.getStatus().server().configHash());
      assertThat(alice.getStatus().address()).isEqualTo("alice@example.com");
      assertThat(alice.getStatus().sendPolicy()).isEqualTo("all");
      assertThat(alice.getStatus().credentials().name()).isEqualTo("alice-smtp");
      assertThat(policy.getStatus().users()).isEqualTo(1);
      assertThat(text(secret("alice-smtp"), "username")).isEqualTo("alice@example.com");
      assertThat(text(secret("alice-smtp"), "host"))
          .isEqualTo("example-com-smtp." + api.namespace() + ".svc");
      assertThat(node.trouble()).isEmpty();
    }
  }

  @Test
  void aUserAddedAndAChangedPasswordReachTheServersAndRollNoPod() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      var before = node.pod("example-com-smtp-0").running();
      var template = seen.get(StatefulSet.class, "example-com-smtp").orElseThrow();

      seen.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: chosen, labels: {mailhelm.io/use: password}}
          stringData: {password: "first words of mine\\n"}
          """
              + Declarations.user("bob", "passwordSecretRef: {name: chosen, key: password}"));
      var bob = seen.await(MailUser.class, "bob", "Ready", "True");
      var withBob = node.pod("example-com-smtp-0").running();
      seen.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: chosen, labels: {mailhelm.io/use: password}}
          stringData: {password: other words of mine}
          """);
      seen.await(
          MailUser.class,
          "bob",
          user ->
              !user.getStatus()
                  .observedSecretVersion()
                  .equals(bob.getStatus().observedSecretVersion()));

      assertThat(Seen.condition(bob, "Ready").orElseThrow().message())
          .contains("spec.passwordSecretRef.key", "ends in a line end");
      assertThat(withBob).isNotEqualTo(before);
      assertThat(node.pod("example-com-smtp-0").running()).isNotEqualTo(withBob);
      assertThat(node.pod("example-com-smtp-0").started()).isEqualTo(1);
      assertThat(seen.get(StatefulSet.class, "example-com-smtp").orElseThrow().getSpec())
          .isEqualTo(template.getSpec());
    }
  }

  @Test
  void aRefusedUserSaysWhatToWriteAndStopsNobodyElse() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort())
              + Declarations.user("alice", "")
              + Declarations.user("bob", "sieve: keep"));

      seen.await(MailUser.class, "alice", "Ready", "True");
      var bob = seen.await(MailUser.class, "bob", "Stalled", "True");

      assertThat(Seen.condition(bob, "Ready").orElseThrow())
          .extracting(Condition::status, Condition::reason)
          .containsExactly("False", "NotActedOn");
      assertThat(Seen.condition(bob, "Ready").orElseThrow().message()).contains("remove it");
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(
              api.client()
                  .v1()
                  .events()
                  .inNamespace(api.namespace())
                  .withField("involvedObject.name", "bob")
                  .list()
                  .getItems())
          .anyMatch(event -> event.getType().equals("Warning"));
    }
  }

  @Test
  void aUserWithoutADomainSaysSoUntilItComes() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.user("alice", ""));
      var waiting = seen.await(MailUser.class, "alice", "Ready", "False");

      seen.apply(Declarations.server(KubeApi.freePort()));

      assertThat(Seen.condition(waiting, "Ready").orElseThrow().reason())
          .isEqualTo("DomainNotFound");
      seen.await(MailUser.class, "alice", "Ready", "True");
    }
  }

  @Test
  void aHostedDomainLivesOnItsHostsServers() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort())
              + """
              ---
              apiVersion: mailhelm.io/v1alpha1
              kind: MailDomain
              metadata: {name: guest}
              spec: {domain: guest.example, outbound: Capture, serverRef: {name: example-com}}
              ---
              apiVersion: mailhelm.io/v1alpha1
              kind: MailUser
              metadata: {name: carol}
              spec: {domainRef: {name: guest}}
              """);

      seen.await(MailDomain.class, "guest", "Ready", "True");
      var carol = seen.await(MailUser.class, "carol", "Ready", "True");
      var host =
          seen.await(
              MailDomain.class,
              "example-com",
              any ->
                  any.getStatus().hostedDomains() != null
                      && any.getStatus().hostedDomains().contains("guest"));

      assertThat(carol.getStatus().address()).isEqualTo("carol@guest.example");
      assertThat(host.getStatus().hostedDomains()).containsExactly("guest");
      assertThat(seen.get(Service.class, "guest-smtp")).isEmpty();
    }
  }

  private Secret secret(String name) {
    return seen.get(Secret.class, name).orElseThrow();
  }

  private static String text(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }
}
