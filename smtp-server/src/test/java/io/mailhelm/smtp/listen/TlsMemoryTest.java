package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.receive.InTransit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections under TLS take memory that is counted: here there is some for two. */
class TlsMemoryTest {
  private final RunningServer server =
      new RunningServer(
          new TestConfig()
              .listener("smtp", Tls.Opportunistic, Auth.None)
              .listener("submissions", Tls.Implicit, Auth.Required)
              .domain("example.com", Outbound.Capture)
              .key(TestCertificate.of("tls/example-com", "mail.example.com")),
          new InTransit(2 * Connection.TLS_OCTETS));

  @AfterEach
  void end() {
    server.close();
  }

  private WireClient greeted() throws IOException {
    var client = new WireClient(server.port("smtp"));
    assertThat(client.reply()).startsWith("220 ");
    assertThat(client.ask("EHLO client.test")).contains("STARTTLS");
    return client;
  }

  private WireClient encrypted() throws IOException {
    var client = greeted();
    assertThat(client.ask("STARTTLS")).startsWith("220 ");
    client.startTls("mail.example.com");
    return client;
  }

  @Test
  void whoFindsNoneIsToldSoAndServedInClear() throws IOException {
    try (var first = encrypted();
        var second = encrypted();
        var third = greeted()) {
      assertThat(third.ask("STARTTLS")).startsWith("454 4.3.0 ");
      assertThat(third.ask("NOOP")).startsWith("250 ");
      assertThat(second.ask("NOOP")).startsWith("250 ");
      first.close();
      await().until(() -> third.ask("STARTTLS").startsWith("220 "));
    }
  }

  @Test
  void oneThatBeginsWithTlsIsClosed() throws IOException {
    try (var first = encrypted();
        var second = encrypted();
        var third = new Socket(InetAddress.getLoopbackAddress(), server.port("submissions"))) {
      third.setSoTimeout(30_000);
      assertThat(third.getInputStream().read()).isEqualTo(-1);
      await()
          .untilAsserted(
              () ->
                  assertThat(server.events(Event.Disconnected.class))
                      .extracting(Event.Disconnected::reason)
                      .contains("no memory for TLS"));
      assertThat(first.ask("NOOP")).startsWith("250 ");
      assertThat(second.ask("NOOP")).startsWith("250 ");
    }
  }
}
