package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which Secrets the operator reads, and that it overwrites nothing it has not read. */
class SecretsIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void aSecretIsReadOnlyWhereItsOwnerSaysForWhat() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(KubeApi.freePort())
              + Declarations.user("alice", "")
              + secret("database", "")
              + policy("takes-any", "database")
              + policy("takes-a-users", "alice-smtp"));
      seen.await(MailUser.class, "alice", "Ready", "True");

      for (var name : new String[] {"takes-any", "takes-a-users"}) {
        assertThat(Seen.condition(seen.await(SendPolicy.class, name, "Ready", "False"), "Ready"))
            .map(Condition::message)
            .hasValueSatisfying(
                message -> assertThat(message).contains("label secret", "mailhelm.io/use=relay"));
      }
      assertThat(everything()).doesNotContain("secret-of-database");

      seen.apply(secret("database", ", labels: {mailhelm.io/use: relay}"));
      seen.await(SendPolicy.class, "takes-any", "Ready", "True");
    }
  }

  /** Informers of two namespaces list at about the same time, and each sees its own alone. */
  @Test
  void whatIsInOneNamespaceIsSeenWhateverIsListedInAnother() {
    try (var other = KubeApi.beside();
        var node = PlayedNode.in(api.client(), api.namespace());
        var beside = PlayedNode.in(other.client(), other.namespace())) {
      var there = new Seen(other);
      var alice = Declarations.user("alice", "passwordSecretRef: {name: chosen, key: password}");
      seen.apply(Declarations.server(KubeApi.freePort()) + chosen());
      there.apply(
          Declarations.server(KubeApi.freePort())
                  .replace("domain: example.com", "domain: other.example")
              + chosen());
      try (var operator = RunningOperator.in(api, RunningOperator.NOTHING, Outside.EMPTY, other)) {
        seen.await(MailDomain.class, "example-com", "Ready", "True");
        there.await(MailDomain.class, "example-com", "Ready", "True");
      }
      var before = versions(api) + versions(other);

      try (var operator = RunningOperator.in(api, RunningOperator.NOTHING, Outside.EMPTY, other)) {
        seen.apply(alice);
        there.apply(alice);
        seen.await(MailUser.class, "alice", "Ready", "True");
        there.await(MailUser.class, "alice", "Ready", "True");
        assertThat(versions(api) + versions(other)).as("what was generated").isEqualTo(before);
      }
    }
  }

  private static String chosen() {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: chosen, labels: {mailhelm.io/use: password}}
    stringData: {password: some words of mine}
    """;
  }

  private static String versions(KubeApi api) {
    return api.client().secrets().inNamespace(api.namespace()).list().getItems().stream()
        .filter(secret -> !secret.getMetadata().getName().contains("-config-"))
        .map(secret -> secret.getMetadata().getName() + secret.getMetadata().getResourceVersion())
        .sorted()
        .toList()
        .toString();
  }

  /** What lists and watches give is all that it ever sees but for Secrets of its own names. */
  @Test
  void noListAndNoWatchIsOfAllSecrets() {
    var ofAll = new AtomicBoolean();
    var lists = new AtomicBoolean();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var gate = new Gate(api.config())) {
      gate.rule(
          asked -> {
            lists.compareAndSet(false, asked.path().contains("/secrets?"));
            if (asked.method().equals("GET")
                && asked.path().matches(".*/secrets([?].*)?")
                && !asked.path().contains("labelSelector=")
                && !asked.accept().contains("PartialObjectMetadataList")) {
              ofAll.set(true);
            }
            return Gate.Fate.PASSES;
          });
      try (var operator = through(gate)) {
        seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
        seen.await(MailUser.class, "alice", "Ready", "True");
      }
    }
    assertThat(lists).isTrue();
    assertThat(ofAll).isFalse();
  }

  @Test
  void aPasswordThatIsRotatedWhileAStalePassWritesStays() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var gate = new Gate(api.config());
        var operator = through(gate)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");

      var met =
          meanwhile(gate, "alice-smtp", secret -> secret.addToStringData("password", "rotated"));
      edit("alice-smtp", secret -> secret.removeFromData("host"));
      var mended =
          seen.await(Secret.class, "alice-smtp", secret -> secret.getData().containsKey("host"));

      assertThat(met).isTrue();
      assertThat(mended.getData()).containsEntry("password", "cm90YXRlZA==");
      seen.await(
          MailUser.class,
          "alice",
          user ->
              mended
                  .getMetadata()
                  .getResourceVersion()
                  .equals(user.getStatus().observedSecretVersion()));
    }
  }

  @Test
  void aTokenThatIsGivenWhileAStalePassMakesOneStays() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var gate = new Gate(api.config());
        var operator = through(gate)) {
      seen.apply(Declarations.server(KubeApi.freePort()));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      var met =
          meanwhile(gate, "example-com-token", secret -> secret.addToStringData("token", "given"));
      edit("example-com-token", secret -> secret.withData(Map.of("other", "eA==")));
      seen.await(MailDomain.class, "example-com", domain -> met.get() && isToken("Z2l2ZW4="));
      seen.apply(Declarations.user("alice", ""));
      seen.await(Secret.class, "alice-smtp", any -> true);

      assertThat(isToken("Z2l2ZW4=")).isTrue();
    }
  }

  private boolean isToken(String encoded) {
    return encoded.equals(
        seen.get(Secret.class, "example-com-token").orElseThrow().getData().get("token"));
  }

  /** A person is faster by a moment than the operator's next write of this Secret. */
  private AtomicBoolean meanwhile(Gate gate, String name, UnaryOperator<SecretBuilder> change) {
    var met = new AtomicBoolean();
    gate.rule(
        asked -> {
          if (asked.isWrite()
              && asked.path().contains("/secrets/" + name)
              && met.compareAndSet(false, true)) {
            edit(name, change);
          }
          return Gate.Fate.PASSES;
        });
    return met;
  }

  private void edit(String name, UnaryOperator<SecretBuilder> change) {
    new Edits(api).edit(Secret.class, name, any -> change.apply(new SecretBuilder(any)).build());
  }

  private RunningOperator through(Gate gate) {
    return RunningOperator.with(
        RunningOperator.client(gate.config()), api, Clock.systemUTC(), any -> {});
  }

  private String everything() {
    var text = new StringBuilder();
    for (var secret : api.client().secrets().inNamespace(api.namespace()).list().getItems()) {
      if (secret.getMetadata().getName().startsWith("example-com-")) {
        secret
            .getData()
            .values()
            .forEach(
                value ->
                    text.append(
                        new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
      }
    }
    return text.toString();
  }

  private static String secret(String name, String more) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: %s%s}
    stringData: {username: of another program, password: secret-of-%s}
    """
        .formatted(name, more, name);
  }

  private static String policy(String name, String secret) {
    return """
    ---
    apiVersion: mailhelm.io/v1alpha1
    kind: SendPolicy
    metadata: {name: %s}
    spec:
      domainRef: {name: example-com}
      selector: {matchLabels: {policy: %s}}
      routes: [{recipients: ["*"], relay: {host: mine.example, credentialsSecretRef: {name: %s}}}]
    """
        .formatted(name, name, secret);
  }
}
