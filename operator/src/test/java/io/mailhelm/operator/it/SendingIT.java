package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.DkimStatus;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.operator.desired.ObjectNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What servers are given to send with: logins at relays, and keys that sign. */
class SendingIT {
  private static final String POLICY =
      """
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: SendPolicy
      metadata: {name: all}
      spec:
        domainRef: {name: example-com}
        default: true
        routes:
          - {recipients: ["*"], relay: {host: relay.example, port: 587, credentialsSecretRef: {name: smarthost}}}
      """;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  private static String login(String password) {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: smarthost, labels: {mailhelm.io/use: relay}}
    type: kubernetes.io/basic-auth
    stringData: {username: apikey, password: %s}
    """
        .formatted(password);
  }

  @Test
  void aRelaysLoginReachesTheServersAsItChangesAndNowhereElse() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(KubeApi.freePort()) + POLICY);
      var waiting = seen.await(SendPolicy.class, "all", "Ready", "False");

      seen.apply(login("first-words"));
      seen.await(SendPolicy.class, "all", "Ready", "True");
      awaitConfig(config -> passwords(config).equals(List.of("first-words")));
      seen.apply(login("other-words"));
      awaitConfig(config -> passwords(config).equals(List.of("other-words")));

      assertThat(Seen.condition(waiting, "Ready").orElseThrow().reason())
          .isEqualTo("SecretNotFound");
      assertThat(Seen.condition(waiting, "Stalled").orElseThrow().status()).isEqualTo("False");
      assertThat(text("example-com-config-index", "index")).doesNotContain("other-words");
    }
  }

  @Test
  void aKeyOfOnesOwnSignsAloneAndChangesWithItsSecret() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port));
      var generated = seen.await(MailDomain.class, "example-com", "Ready", "True");
      seen.apply(Declarations.server(port, "dkim: {secretRef: {name: mine}, selector: mail}"));
      seen.await(
          MailDomain.class,
          "example-com",
          domain ->
              Seen.condition(domain, "Ready")
                  .filter(ready -> ready.reason().equals("SecretNotFound"))
                  .isPresent());
      seen.apply(key());
      var first = awaitRecord("");
      seen.apply(key());
      awaitRecord(first);

      assertThat(generated.getStatus().dkim().keys())
          .extracting(DkimStatus.Key::selector)
          .containsExactly("rsa2048", "ed25519");
      awaitConfig(config -> config.domains().getFirst().dkim().size() == 1);
    }
  }

  @Test
  void anAlgorithmAddedLaterGetsItsKeyAndTheOthersStay() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port, "dkim: {algorithms: [Ed25519]}"));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var before = seen.get(Secret.class, "example-com-dkim").orElseThrow().getData();

      seen.apply(Declarations.server(port, "dkim: {algorithms: [Rsa2048, Ed25519]}"));
      awaitConfig(config -> config.domains().getFirst().dkim().size() == 2);

      assertThat(before).containsOnlyKeys("ed25519.key", "ledger.json");
      assertThat(seen.get(Secret.class, "example-com-dkim").orElseThrow().getData())
          .containsOnlyKeys("ed25519.key", "rsa2048.key", "ledger.json")
          .containsEntry("ed25519.key", before.get("ed25519.key"));
    }
  }

  private String awaitRecord(String other) {
    var domain =
        seen.await(
            MailDomain.class,
            "example-com",
            any ->
                Seen.is(any, "Ready", "True")
                    && any.getStatus().dkim().keys().size() == 1
                    && any.getStatus().dkim().activeSelector().equals("mail")
                    && !any.getStatus().dkim().keys().getFirst().record().equals(other));
    return domain.getStatus().dkim().keys().getFirst().record();
  }

  private static String key() {
    var pem = DkimKeys.generate().get("ed25519.key");
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: mine, labels: {mailhelm.io/use: dkim}}
    data: {mail.key: %s}
    """
        .formatted(Base64.getEncoder().encodeToString(pem));
  }

  private static List<String> passwords(ServerConfig config) {
    return config.credentials().stream().map(RelayCredential::password).toList();
  }

  private void awaitConfig(Predicate<ServerConfig> wanted) {
    Awaitility.await("the config in its Secrets")
        .atMost(Duration.ofSeconds(60))
        .until(() -> config().filter(wanted).isPresent());
  }

  /** What the parts say now; empty while they are being written. */
  private Optional<ServerConfig> config() {
    var parts = new TreeMap<String, byte[]>();
    for (var part : ConfigDocument.names()) {
      seen.get(Secret.class, ObjectNames.config("example-com", part))
          .flatMap(secret -> secret.getData().values().stream().findFirst())
          .ifPresent(data -> parts.put(part, Base64.getDecoder().decode(data)));
    }
    try {
      return Optional.of(new ConfigDocument(parts).config());
    } catch (IncompleteDocumentException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String text(String secret, String key) {
    return new String(
        Base64.getDecoder().decode(seen.get(Secret.class, secret).orElseThrow().getData().get(key)),
        StandardCharsets.UTF_8);
  }
}
