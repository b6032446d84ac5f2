package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes, what is kept, and who waits for whom. */
class DepartureIT {
  private static final String INDEX = "example-com-config-index";
  private static final String LABELS =
      "labels: {app.kubernetes.io/name: mailhelm, app.kubernetes.io/component: smtp-server,"
          + " app.kubernetes.io/instance: example-com}";
  private static final String COPIES =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: restore-of-monday, LABELS}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
      """
          .replace("LABELS", LABELS);

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void aDomainThatRetainsLeavesItsVolumeAndItsKeysAndSaysWhere() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");

      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");
      node.collectGarbage();

      assertThat(seen.get(PersistentVolumeClaim.class, "data-example-com-smtp-0")).isPresent();
      assertThat(seen.get(Secret.class, "example-com-tls")).isPresent();
      assertThat(seen.get(Secret.class, "example-com-dkim")).isPresent();
      assertThat(seen.get(StatefulSet.class, "example-com-smtp")).isEmpty();
      assertThat(seen.get(Secret.class, "example-com-config-index")).isEmpty();
      assertThat(seen.get(Secret.class, "example-com-token")).isEmpty();
      assertThat(messages("example-com"))
          .anyMatch(
              text ->
                  text.contains("PersistentVolumeClaim data-example-com-smtp-0")
                      && text.contains("Secret example-com-dkim"));
      var alice = seen.await(MailUser.class, "alice", "Ready", "False");
      assertThat(Seen.condition(alice, "Ready").orElseThrow().reason()).isEqualTo("DomainNotFound");
    }
  }

  @Test
  void aDomainThatDeletesLeavesNothing() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort(), "deletionPolicy: Delete"));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");
      seen.awaitGone(PersistentVolumeClaim.class, "data-example-com-smtp-0");
      node.collectGarbage();

      assertThat(api.client().secrets().inNamespace(api.namespace()).list().getItems()).isEmpty();
    }
  }

  /** A volume that was restored beside the one in use, and a copy of a password. */
  @Test
  void whatOthersMadeWithTheLabelsIsNobodysServer() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort(), "deletionPolicy: Delete")
              + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      copyOfPassword();
      seen.apply(COPIES);
      seen.apply(Declarations.user("bob", ""));
      seen.await(MailUser.class, "bob", "Ready", "True");
      var domain = seen.await(MailDomain.class, "example-com", "Ready", "True");

      assertThat(Seen.condition(domain, "ServerReady").orElseThrow().message())
          .contains("1 of 1 pods");
      assertThat(Seen.is(domain, "StorageReady", "True")).isTrue();
      var set = seen.get(StatefulSet.class, "example-com-smtp").orElseThrow();
      assertThat(
              set.getSpec()
                  .getVolumeClaimTemplates()
                  .getFirst()
                  .getSpec()
                  .getResources()
                  .getRequests())
          .doesNotContainValue(new Quantity("50Gi"));

      seen.delete(MailUser.class, "bob");
      seen.awaitGone(MailUser.class, "bob");
      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");
      seen.awaitGone(PersistentVolumeClaim.class, "data-example-com-smtp-0");
      seen.awaitGone(Secret.class, "alice-smtp");
      var claim = seen.get(PersistentVolumeClaim.class, "restore-of-monday").orElseThrow();
      assertThat(claim.getMetadata().getDeletionTimestamp()).isNull();
      assertThat(claim.getMetadata().getAnnotations()).isNullOrEmpty();
      assertThat(seen.get(Secret.class, "copy-of-alice-smtp")).isPresent();
    }
  }

  private void copyOfPassword() {
    var copy = seen.get(Secret.class, "alice-smtp").orElseThrow();
    // An API server's times have seconds: the copy is the later one.
    Awaitility.await("a second later")
        .until(
            () ->
                Instant.now()
                    .isAfter(
                        Instant.parse(copy.getMetadata().getCreationTimestamp()).plusSeconds(2)));
    api.client()
        .resource(
            new SecretBuilder(copy)
                .editMetadata()
                .withName("copy-of-alice-smtp")
                .withUid(null)
                .withResourceVersion(null)
                .withCreationTimestamp(null)
                .withManagedFields(List.of())
                .endMetadata()
                .build())
        .create();
  }

  /** All that is in it goes, the operator's rights too. */
  @Test
  void nobodyWaitsForPodsInANamespaceThatIsBeingDeleted() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort())
              + Declarations.user("alice", "")
              + """
              ---
              apiVersion: mailhelm.io/v1alpha1
              kind: MailDomain
              metadata: {name: guest}
              spec: {domain: guest.example, outbound: Capture, serverRef: {name: example-com}}
              """);
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailDomain.class, "guest", "Ready", "True");
      node.pod("example-com-smtp-0").hearsNothing(true);
      api.client().namespaces().withName(api.namespace()).delete();

      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      assertThat(seen.get(MailDomain.class, "example-com").orElseThrow().getMetadata())
          .extracting(ObjectMeta::getDeletionTimestamp)
          .isNull();
      seen.delete(MailDomain.class, "guest");
      seen.awaitGone(MailDomain.class, "guest");
    }
  }

  @Test
  void aHostThatStillHostsStaysAndSaysSoUntilItsGuestsAreGone() {
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
              """);
      seen.await(MailDomain.class, "guest", "Ready", "True");

      seen.delete(MailDomain.class, "example-com");
      var host =
          seen.await(
              MailDomain.class,
              "example-com",
              any ->
                  Seen.condition(any, "Stalled")
                      .filter(condition -> condition.status().equals("True"))
                      .isPresent());

      assertThat(Seen.condition(host, "Stalled").orElseThrow())
          .extracting(Condition::reason)
          .isEqualTo("HasHostedDomains");
      assertThat(seen.get(StatefulSet.class, "example-com-smtp")).isPresent();
      seen.delete(MailDomain.class, "guest");
      seen.awaitGone(MailDomain.class, "guest");
      seen.awaitGone(MailDomain.class, "example-com");
    }
  }

  @Test
  void aUserGoesOnlyWhenThePodsHaveClosedTheMailbox() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort())
              + Declarations.user("alice", "")
              + Declarations.user("bob", "deletionPolicy: Delete"));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailUser.class, "bob", "Ready", "True");
      var pod = node.pod("example-com-smtp-0");
      var withBob = pod.running();
      pod.hearsNothing(true);

      seen.delete(MailUser.class, "bob");
      seen.await(
          MailDomain.class,
          "example-com",
          domain ->
              Seen.condition(domain, "ConfigApplied")
                  .filter(condition -> condition.reason().equals("Pending"))
                  .isPresent());
      assertThat(seen.get(MailUser.class, "bob")).isPresent();
      assertThat(pod.running()).isEqualTo(withBob);

      pod.hearsNothing(false);
      seen.awaitGone(MailUser.class, "bob");
      seen.await(MailDomain.class, "example-com", "ConfigApplied", "True");
      assertThat(pod.running()).isNotEqualTo(withBob);
    }
  }

  @Test
  void aUserThePodsHaveOnlyJustHeardOfGoesNoEarlier() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var pod = node.pod("example-com-smtp-0");
      pod.hearsNothing(true);
      var without = index();
      seen.apply(Declarations.user("bob", "deletionPolicy: Delete"));
      seen.await(Secret.class, INDEX, secret -> !secret.getData().equals(without));
      seen.await(MailUser.class, "bob", user -> user.getStatus() != null);
      var with = index();

      seen.delete(MailUser.class, "bob");
      seen.await(Secret.class, INDEX, secret -> !secret.getData().equals(with));

      assertThat(seen.get(MailUser.class, "bob")).isPresent();
      pod.hearsNothing(false);
      seen.awaitGone(MailUser.class, "bob");
    }
  }

  @Test
  void whoLivesOnAServerThatNeverRanGoesAtOnce() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort(), "tls: {secretRef: {name: nowhere}}")
              + Declarations.user("alice", "deletionPolicy: Delete")
              + """
              ---
              apiVersion: mailhelm.io/v1alpha1
              kind: MailDomain
              metadata: {name: guest}
              spec: {domain: guest.example, outbound: Capture, serverRef: {name: example-com}}
              """);
      seen.await(MailDomain.class, "example-com", "Ready", "False");
      seen.await(MailUser.class, "alice", "Ready", "False");

      seen.delete(MailUser.class, "alice");
      seen.delete(MailDomain.class, "guest");

      seen.awaitGone(MailUser.class, "alice");
      seen.awaitGone(MailDomain.class, "guest");
    }
  }

  @Test
  void aUserOfADomainThatIsGoneGoesAtOnce() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort())
              + Declarations.user("alice", "deletionPolicy: Delete"));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");

      seen.delete(MailUser.class, "alice");

      seen.awaitGone(MailUser.class, "alice");
    }
  }

  @Test
  void aSuccessorOfTheSameNameIsAnotherDomain() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      var password = seen.get(Secret.class, "alice-smtp").orElseThrow().getData().get("password");
      seen.delete(MailUser.class, "alice");
      seen.awaitGone(MailUser.class, "alice");
      seen.delete(MailDomain.class, "example-com");
      seen.awaitGone(MailDomain.class, "example-com");

      // What the predecessors owned is still there: nothing has collected it.
      seen.apply(
          Declarations.server(port).replace("domain: example.com", "domain: example.org")
              + Declarations.user("alice", ""));
      var alice = seen.await(MailUser.class, "alice", "Ready", "True");

      assertThat(alice.getStatus().address()).isEqualTo("alice@example.org");
      assertThat(seen.get(Secret.class, "alice-smtp").orElseThrow().getData().get("password"))
          .isNotEqualTo(password);
    }
  }

  private Map<String, String> index() {
    return seen.get(Secret.class, INDEX).orElseThrow().getData();
  }

  private List<String> messages(String name) {
    return api
        .client()
        .v1()
        .events()
        .inNamespace(api.namespace())
        .withField("involvedObject.name", name)
        .list()
        .getItems()
        .stream()
        .map(Event::getMessage)
        .toList();
  }
}
