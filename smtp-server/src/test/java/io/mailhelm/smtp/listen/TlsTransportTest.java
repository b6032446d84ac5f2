package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTransportTest {
  private static RunningServer server() {
    return new RunningServer(
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None)
            .domain("example.com", Outbound.Capture)
            .certificates()
            .user("alice@example.com", "secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void carriesAMessageOfManyRecords(String protocol) throws IOException {
    var text =
        "Subject: long\r\n\r\n" + "A line of text, of which there are many.\r\n".repeat(50_000);
    try (var server = server();
        var client = server.greeted("smtp")) {
      client.ask("STARTTLS");
      client.startTls("mail.example.com", protocol);
      client.ask("EHLO a.example");
      client.ask("MAIL FROM:<a@b.example>");
      client.ask("RCPT TO:<alice@example.com>");
      client.ask("DATA");
      client.send(text);
      assertThat(client.ask(".")).startsWith("250 2.0.0");
      assertThat(server.store().kept().getFirst().text()).endsWith(text);
    }
  }

  @Test
  void goesOnWhenTheClientChangesKeys() throws IOException {
    try (var server = server();
        var client = server.greeted("smtp")) {
      client.ask("STARTTLS");
      client.startTls("mail.example.com", "TLSv1.3");
      for (int i = 0; i < 3; i++) {
        client.updateKeys();
        assertThat(client.ask("NOOP")).startsWith("250");
      }
    }
  }

  /** Of each record a peer may want an answer, and brings nothing. */
  @Test
  void leavesAClientThatDoesNothingElse() throws IOException {
    try (var server = server();
        var client = server.greeted("smtp")) {
      client.ask("STARTTLS");
      client.startTls("mail.example.com", "TLSv1.3");
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  client.updateKeys();
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatIsWrongToAPeerThatSpeaksNoTls() throws IOException {
    try (var server = server();
        var client = server.greeted("smtp")) {
      assertThat(client.ask("STARTTLS")).startsWith("220");
      client.send("EHLO in.clear.example\r\n");
      // a TLS alert: content type 21
      assertThat(client.line()).startsWith("\u0015").endsWith("<closed>");
    }
  }
}
