package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.LastGoodFolder;
import io.mailhelm.config.RelayCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a laptop sends with: logins at relays out of the folder, and keys that it makes. */
class SendingSecretsIT {
  @TempDir Path work;

  private static String login(String password) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: smarthost}
    stringData: {username: apikey, password: %s}
    """
        .formatted(password);
  }

  @Test
  void aRelaysLoginIsFollowedAndNeitherItNorAKeyIsEverShown() throws Exception {
    try (var served = new ServedFolder(work)) {
      var policy = served.folder.resolve("policy.yaml");
      Files.writeString(
          policy,
          Files.readString(policy)
              + "  routes:\n    - recipients: ['*']\n      relay:\n"
              + "        {host: relay.example, credentialsSecretRef: {name: smarthost}}\n");
      var secret = Files.writeString(served.folder.resolve("relay.yaml"), login("first-words"));
      served.start("--dev");
      assertThat(passwords(served)).containsExactly("first-words");

      Files.writeString(secret, login("other-words"));

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(passwords(served)).containsExactly("other-words"));
      assertThat(status(served)).contains("v=DKIM1; k=rsa; p=", "v=DKIM1; k=ed25519; p=");
      assertThat(
              Files.getPosixFilePermissions(
                  served.data.resolve("keys/default_yourdomain-dkim_rsa2048.key")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      for (var shown :
          List.of(
              Files.readString(served.log),
              status(served),
              Files.readString(served.data.resolve("config/index")),
              served.call("GET", "management", "/health", "").body(),
              served.call("GET", "management", "/config", "").body())) {
        assertThat(shown).doesNotContain("PRIVATE KEY", "first-words", "other-words");
      }
    }
  }

  /** None while the config is being written. */
  private static List<String> passwords(ServedFolder served) throws IOException {
    return new LastGoodFolder(DataFolder.open(served.data))
        .read().stream()
            .flatMap(config -> config.credentials().stream())
            .map(RelayCredential::password)
            .toList();
  }

  private static String status(ServedFolder served) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(served.data.resolve("status"))) {
      for (var file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
