package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.config.Adopt;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.crds.MailDomain;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfigSecretsTest {
  private final MailDomain domain = Declared.domain();

  private static ServerConfig config(int users) {
    var one = Shapes.config(Declared.DOMAIN);
    var random = new Random(1);
    return new ServerConfig(
        one.server(),
        one.domains(),
        IntStream.range(0, users).mapToObj(i -> user(i, random)).toList(),
        List.of(),
        List.of(),
        one.keys(),
        one.credentials());
  }

  private static User user(int i, Random random) {
    return new User(
        new ResourceRef("MailUser", "mail", "user-" + i),
        "mailbox-" + i,
        Mailbox.of("user-%d@example.com".formatted(i)),
        Optional.of("User Number " + i),
        new ScramVerifier(octets(random, 16), 4096, octets(random, 32), octets(random, 32)),
        List.of(Mailbox.of("alias-%d@example.com".formatted(i))),
        Optional.empty(),
        Quota.DEFAULT,
        false,
        DeletionPolicy.Retain,
        Adopt.None);
  }

  private static byte[] octets(Random random, int count) {
    var octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }

  @Test
  void everyPartIsInASecretUnderItsOwnNameAndComesBackEqual() {
    var document = ConfigDocument.of(config(3));

    var secrets = ConfigSecrets.of(domain, document);

    assertThat(secrets).hasSameSizeAs(document.parts().keySet());
    assertThat(secrets)
        .allSatisfy(
            secret -> {
              var part = secret.getData().keySet().iterator().next();
              assertThat(secret.getData()).hasSize(1);
              assertThat(secret.getMetadata().getName())
                  .isEqualTo(ObjectNames.config("example-com", part))
                  .isIn(ConfigSecrets.names(domain));
            });
    assertThat(ConfigSecrets.document(domain, secrets).hash()).isEqualTo(document.hash());
    assertThat(ConfigSecrets.document(domain, secrets).config()).isEqualTo(document.config());
  }

  @Test
  void withoutTheIndexThereIsNoDocument() {
    var secrets =
        ConfigSecrets.of(domain, ConfigDocument.of(config(3))).stream()
            .filter(secret -> !secret.getMetadata().getName().endsWith("-index"))
            .toList();

    assertThatThrownBy(() -> ConfigSecrets.document(domain, secrets))
        .isInstanceOf(IncompleteDocumentException.class);
  }

  @Test
  void tenThousandUsersStayFarBelowWhatASecretHolds() {
    var secrets = ConfigSecrets.of(domain, ConfigDocument.of(config(10_000)));

    assertThat(secrets).hasSizeGreaterThan(64);
    assertThat(secrets).allSatisfy(secret -> assertThat(octets(secret)).isLessThan(128 << 10));
  }

  private static int octets(Secret secret) {
    return secret.getData().values().stream()
        .mapToInt(value -> Base64.getDecoder().decode(value).length)
        .sum();
  }
}
