package io.mailhelm.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import org.junit.jupiter.api.Test;

/** SCRAM over the wire, by a client written from RFC 5802 that shares no code with the server. */
class ScramLoginTest {
  private static final String CLIENT_NONCE = "fyko+d2lbbFgONRv9qkxdawL";

  private static RunningServer server() {
    return new RunningServer(
        new TestConfig()
            .listener("development", Tls.Optional, Auth.Required)
            .domain("example.com", Outbound.Capture)
            .certificates()
            .user("alice@example.com", "pässword"));
  }

  @Test
  void letsInByScramAndProvesItselfToTheClient() throws Exception {
    try (var server = server();
        var client = server.greeted("development")) {
      assertThat(
              scram(client, "SCRAM-SHA-256", "n,,", new byte[0], "alice@example.com", "pässword"))
          .startsWith("235");
      assertThat(client.ask("MAIL FROM:<alice@example.com>")).startsWith("250");
    }
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    try (var server = server();
        var client = server.greeted("development")) {
      assertThat(scram(client, "SCRAM-SHA-256", "n,,", new byte[0], "alice", "password"))
          .startsWith("535 5.7.8");
    }
  }

  @Test
  void bindsTheLoginToTheTlsConnection() throws Exception {
    try (var server = server()) {
      for (var type : new String[] {"tls-exporter", "tls-server-end-point"}) {
        try (var client = server.greeted("development")) {
          client.ask("STARTTLS");
          var session = client.startTls("mail.example.com");
          client.ask("EHLO client.example");
          var data =
              type.equals("tls-exporter")
                  ? ((ExtendedSSLSession) session)
                      .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32)
                  : MessageDigest.getInstance("SHA-256")
                      .digest(((X509Certificate) session.getPeerCertificates()[0]).getEncoded());
          assertThat(
                  scram(
                      client, "SCRAM-SHA-256-PLUS", "p=" + type + ",,", data, "alice", "pässword"))
              .startsWith("235");
        }
      }
    }
  }

  @Test
  void refusesALoginThatWasBoundToAnotherConnection() throws Exception {
    try (var server = server();
        var client = server.greeted("development")) {
      client.ask("STARTTLS");
      client.startTls("mail.example.com");
      client.ask("EHLO client.example");
      assertThat(
              scram(
                  client,
                  "SCRAM-SHA-256-PLUS",
                  "p=tls-exporter,,",
                  new byte[32],
                  "alice",
                  "pässword"))
          .startsWith("535");
    }
  }

  @Test
  void refusesAClientThatWasToldOfNoChannelBindingThoughThereIs() throws Exception {
    try (var server = server();
        var client = server.greeted("development")) {
      client.ask("STARTTLS");
      client.startTls("mail.example.com");
      client.ask("EHLO client.example");
      assertThat(client.ask("AUTH SCRAM-SHA-256 " + base64("y,,n=alice,r=" + CLIENT_NONCE)))
          .startsWith("501 5.5.2");
    }
  }

  @Test
  void offersChannelBindingUnderTls12AsWell() throws Exception {
    try (var server = server();
        var client = server.greeted("development")) {
      client.ask("STARTTLS");
      var session = client.startTls("mail.example.com", "TLSv1.2");
      assertThat(client.ask("EHLO client.example")).contains("SCRAM-SHA-256-PLUS");
      var data =
          MessageDigest.getInstance("SHA-256")
              .digest(((X509Certificate) session.getPeerCertificates()[0]).getEncoded());
      assertThat(
              scram(
                  client,
                  "SCRAM-SHA-256-PLUS",
                  "p=tls-server-end-point,,",
                  data,
                  "alice",
                  "pässword"))
          .startsWith("235");
    }
  }

  @Test
  void showsTheSameSaltForANameNobodyHasFromTryToTry() throws Exception {
    try (var server = server();
        var client = server.greeted("development")) {
      var first = serverFirst(client, "nobody@example.com");
      assertThat(serverFirst(client, "nobody@example.com")).isEqualTo(first);
      assertThat(serverFirst(client, "noone@example.com")).isNotEqualTo(first);
      assertThat(first).endsWith(",i=4096");
    }
  }

  /** Salt and iterations, without the nonce. */
  private static String serverFirst(WireClient client, String login) throws IOException {
    var reply = client.ask("AUTH SCRAM-SHA-256 " + base64("n,,n=" + login + ",r=" + CLIENT_NONCE));
    client.ask("*");
    var message =
        new String(Base64.getDecoder().decode(reply.substring(4)), StandardCharsets.UTF_8);
    return message.substring(message.indexOf(",s="));
  }

  private static String scram(
      WireClient client,
      String mechanism,
      String gs2,
      byte[] binding,
      String login,
      String password)
      throws IOException, GeneralSecurityException {
    var bare = "n=" + login + ",r=" + CLIENT_NONCE;
    var reply = client.ask("AUTH " + mechanism + " " + base64(gs2 + bare));
    assertThat(reply).startsWith("334 ");
    var first = new String(Base64.getDecoder().decode(reply.substring(4)), StandardCharsets.UTF_8);
    var nonce = first.substring(2, first.indexOf(",s="));
    assertThat(nonce).startsWith(CLIENT_NONCE).hasSizeGreaterThan(CLIENT_NONCE.length() + 16);
    var salt =
        Base64.getDecoder().decode(first.substring(first.indexOf(",s=") + 3, first.indexOf(",i=")));
    var header = gs2.getBytes(StandardCharsets.UTF_8);
    var bound = Arrays.copyOf(header, header.length + binding.length);
    System.arraycopy(binding, 0, bound, header.length, binding.length);
    var withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + ",r=" + nonce;
    var message = bare + "," + first + "," + withoutProof;
    var salted = TestConfig.salted(password, salt);
    var clientKey = hmac(salted, "Client Key");
    var proof = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    var answer =
        client.ask(base64(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)));
    if (!answer.startsWith("334")) {
      return answer;
    }
    var signature = Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), message));
    assertThat(answer).isEqualTo("334 " + base64("v=" + signature));
    return client.ask("");
  }

  private static byte[] hmac(byte[] key, String message) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hearsNoMoreExchangesToTheEndThanMayFail() throws Exception {
    var proof = Base64.getEncoder().encodeToString(new byte[32]);
    var clients = new ArrayList<WireClient>();
    try (var server = server()) {
      var finals = new ArrayList<String>();
      for (int i = 0; i < 15; i++) {
        var client = server.greeted("development");
        clients.add(client);
        var reply = client.ask("AUTH SCRAM-SHA-256 " + base64("n,,n=alice,r=" + CLIENT_NONCE));
        var first =
            new String(Base64.getDecoder().decode(reply.substring(4)), StandardCharsets.UTF_8);
        var nonce = first.substring(2, first.indexOf(",s="));
        finals.add(base64("c=biws,r=" + nonce + ",p=" + proof));
      }
      var failed = 0;
      for (int i = 0; i < clients.size(); i++) {
        failed += clients.get(i).ask(finals.get(i)).startsWith("535 5.7.8") ? 1 : 0;
      }
      assertThat(failed).isEqualTo(ServerLimits.DEFAULT.authFailuresPerAccount());
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }
}
