package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.dns.fake.FakeNameServer;
import io.mailhelm.keys.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** A relay whose certificate is of an authority that nobody but its company knows. */
class PrivateAuthorityIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path work;

  @Test
  void itIsVerifiedByTheAuthorityThatIsNamedAndByNoOther() throws Exception {
    var now = Instant.now();
    var authority = Certificates.authority("Example Corporation", now);
    var names = new TreeSet<>(Set.of("relay.example"));
    try (var relay = new TlsRelay(Certificates.issue(authority, names, now));
        var dns = new FakeNameServer().deniesTheRest();
        var served = new ServedFolder(work)) {
      dns.has("relay.example.", Type.A, 1, "127.0.0.1");
      declare(served, relay.port(), dns.address().getPort(), "");
      served.start("--dev");
      assertThat(send(served)).startsWith("250");

      await().atMost(SOON).untilAsserted(() -> assertThat(attempts(served)).isNotEmpty());
      assertThat(attempts(served))
          .allSatisfy(
              said -> assertThat(said).contains("no authority that is trusted here issued it"));
      assertThat(relay.messages()).isZero();

      declare(served, relay.port(), dns.address().getPort(), authority.certificate());

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                served.call("POST", "management", "/queue/retry?all=true", "");
                assertThat(relay.messages()).isEqualTo(1);
              });
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(served.get("management", "/queue?state=all").toString())
                      .contains("verified (the sender's policy)"));

      declare(served, relay.port(), dns.address().getPort(), "");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(Files.readString(served.data.resolve("config/index")))
                      .doesNotContain("BEGIN CERTIFICATE"));
      assertThat(send(served)).startsWith("250");
      await().atMost(SOON).untilAsserted(() -> assertThat(attempts(served)).hasSize(1));
      assertThat(relay.messages()).isEqualTo(1);
    }
  }

  /** What the deliveries that wait were told last. */
  private static List<String> attempts(ServedFolder served) {
    return served
        .get("management", "/queue")
        .path("deliveries")
        .valueStream()
        .map(delivery -> delivery.toString())
        .filter(text -> text.contains("authority"))
        .toList();
  }

  private static void declare(ServedFolder served, int relay, int dns, String authority)
      throws Exception {
    var trusted =
        authority.isEmpty() ? "" : "    trustedCertificates: {secretRef: {name: corporate-ca}}\n";
    Files.writeString(
        served.folder.resolve("domain.yaml"),
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: yourdomain}
        spec:
          domain: yourdomain.test
          hostname: mail.yourdomain.test
          dns: {resolvers: ["127.0.0.1:%d"]}
          server:
            listeners: [{name: development, port: 2525, tls: Optional, auth: Required}]
            privateNetworks: [127.0.0.0/8]
        """
                .formatted(dns)
            + trusted);
    Files.writeString(
        served.folder.resolve("policy.yaml"),
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: SendPolicy
        metadata: {name: anyone}
        spec:
          domainRef: {name: yourdomain}
          default: true
          routes: [{recipients: ["*"], relay: {host: relay.example, port: %d, tls: Required}}]
        """
            .formatted(relay));
    Files.writeString(
        served.folder.resolve("ca.yaml"),
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: corporate-ca, labels: {mailhelm.io/use: trust}}
        stringData:
          ca.crt: |
        """
            + (authority.isEmpty() ? "nothing" : authority).indent(4));
  }

  private static String send(ServedFolder served) throws Exception {
    var login = "\0noreply@yourdomain.test\0noreply-password".getBytes(StandardCharsets.UTF_8);
    return served.dialogue(
        "EHLO client.test",
        "AUTH PLAIN " + Base64.getEncoder().encodeToString(login),
        "MAIL FROM:<noreply@yourdomain.test>",
        "RCPT TO:<someone@elsewhere.test>",
        "DATA",
        "From: <noreply@yourdomain.test>\r\nSubject: Hello\r\n\r\nHello\r\n.");
  }
}
