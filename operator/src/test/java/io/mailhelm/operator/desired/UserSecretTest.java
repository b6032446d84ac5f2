package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UserSecretTest {
  private final MailUser alice = Declared.user("alice", "shop-example");

  private Secret secret(ServerShape host, String password) {
    return UserSecret.of(
        alice,
        host.domain(),
        host.server(),
        DomainName.of("mail.shop.example"),
        Mailbox.of("alice+x@shop.example"),
        password.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> content(Secret secret) {
    var content = new TreeMap<String, String>();
    secret
        .getData()
        .forEach(
            (key, value) ->
                content.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return content;
  }

  @Test
  void saysAllThatAnApplicationNeedsToSend() {
    var secret = secret(Shapes.of(Declared.DOMAIN), "p/ss:wörd@1");

    assertThat(secret.getMetadata().getName()).isEqualTo("alice-smtp");
    assertThat(secret.getType()).isEqualTo("kubernetes.io/basic-auth");
    assertThat(content(secret))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "username", "alice+x@shop.example",
                "password", "p/ss:wörd@1",
                "host", "example-com-smtp.mail.svc",
                "port", "465",
                "tlsServerName", "mail.shop.example",
                "uri",
                    "smtps://alice%2Bx%40shop.example:p%2Fss%3Aw%C3%B6rd%401"
                        + "@example-com-smtp.mail.svc:465"));
  }

  @Test
  void aPortForDevelopmentIsTheLastResort() {
    var startTls =
        Declared.listening(
            "{name: development, port: 2525, tls: Optional, auth: Required}",
            "{name: smtp, port: 25, tls: Implicit, auth: None}",
            "{name: inside, port: 465, tls: Implicit, auth: Required, address: 127.0.0.1}",
            "{name: submission, port: 587, tls: StartTls, auth: Required}");
    var development =
        Declared.listening("{name: development, port: 2525, tls: Optional, auth: Required}");

    assertThat(content(secret(startTls, "p")))
        .containsEntry("port", "587")
        .hasEntrySatisfying("uri", uri -> assertThat(uri).startsWith("smtp://").endsWith(":587"));
    assertThat(content(secret(development, "p"))).containsEntry("port", "2525");
  }

  @Test
  void aPortThatTakesProxiesAloneIsForNobodyInTheCluster() {
    var both =
        Declared.listening(
            "{name: submissions, port: 465, tls: Implicit, auth: Required,"
                + " proxyProtocol: {trustedCidrs: [10.0.0.0/24]}}",
            "{name: inside, port: 1587, tls: StartTls, auth: Required}");
    var proxied =
        Declared.listening(
            "{name: submissions, port: 465, tls: Implicit, auth: Required,"
                + " proxyProtocol: {trustedCidrs: [10.0.0.0/24]}}");

    assertThat(content(secret(both, "p"))).containsEntry("port", "1587");
    assertThat(content(secret(proxied, "p"))).containsEntry("port", "465");
  }

  @Test
  void whereNobodyCanLogInNoPortIsPromised() {
    var receiving = Declared.listening("{name: smtp, port: 25, tls: Opportunistic, auth: None}");

    assertThat(content(secret(receiving, "p")))
        .containsOnlyKeys("username", "password", "host", "tlsServerName");
  }

  @Test
  void belongsToItsUserAndNobodyElse() {
    var secret = secret(Shapes.of(Declared.DOMAIN), "p");
    var bob = Declared.user("bob", "shop-example");
    var handMade =
        new SecretBuilder(secret).editMetadata().withAnnotations(Map.of()).endMetadata().build();

    assertThat(UserSecret.isOurs(secret, alice)).isTrue();
    assertThat(UserSecret.isOf(secret, alice)).isTrue();
    assertThat(UserSecret.isOurs(secret, bob)).isFalse();
    assertThat(UserSecret.isOurs(handMade, alice)).isFalse();
  }

  @Test
  void goesWithItsUserOnlyWhereThatSaysSo() {
    assertThat(secret(Shapes.of(Declared.DOMAIN), "p").getMetadata().getOwnerReferences())
        .as("deletionPolicy: Retain")
        .isEmpty();
    var deleting = Serialization.clone(alice);
    deleting.setSpec(
        Serialization.jsonMapper()
            .convertValue(
                Map.of("domainRef", Map.of("name", "shop-example"), "deletionPolicy", "Delete"),
                MailUserSpec.class));
    var host = Shapes.of(Declared.DOMAIN);

    var secret =
        UserSecret.of(
            deleting,
            host.domain(),
            host.server(),
            DomainName.of("mail.shop.example"),
            Mailbox.of("alice@shop.example"),
            new byte[] {1});

    assertThat(secret.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("MailUser");
              assertThat(owner.getBlockOwnerDeletion()).isNull();
            });
  }
}
