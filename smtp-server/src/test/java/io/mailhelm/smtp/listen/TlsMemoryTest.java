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
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.wire.TlsTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections under TLS take memory that is counted: here an address may have some for two. */
class TlsMemoryTest {
  private final RunningServer server =
      new RunningServer(
          config(),
          new TransitMemory(Connection.TLS_OCTETS * 9 / 2)); // a tenth is for the other listener

  private static TestConfig config() {
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .listener("submissions", Tls.Implicit, Auth.Required)
        .domain("example.com", Outbound.Capture)
        .key(TestCertificate.of("tls/example-com", "mail.example.com"));
  }

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
  void anotherAddressStillFindsSome() throws IOException {
    try (var first = encrypted();
        var second = encrypted();
        var elsewhere = server.greeted("smtp", "127.0.3.9")) {
      assertThat(elsewhere.ask("STARTTLS")).startsWith("220 ");
      elsewhere.startTls("mail.example.com");
      assertThat(elsewhere.ask("NOOP")).startsWith("250 ");
      assertThat(first.ask("NOOP")).startsWith("250 ");
      assertThat(second.ask("NOOP")).startsWith("250 ");
    }
  }

  /** The platform keeps 14 times as much of some fields of a ClientHello as they have octets. */
  @Test
  void whoSaysTooMuchBeforeTlsIsSentAway() throws IOException {
    for (int octets : new int[] {4 << 10, TlsTransport.MOST_SHAKEN + 1}) {
      try (var first = encrypted();
          var second = greeted()) {
        assertThat(second.ask("STARTTLS")).startsWith("220 ");
        var record = new byte[5 + octets];
        record[0] = 22;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) (octets >> 8);
        record[4] = (byte) octets;
        second.send(record);
        await()
            .untilAsserted(
                () ->
                    assertThat(server.events(Event.Disconnected.class))
                        .extracting(Event.Disconnected::reason)
                        .contains(
                            "TLS handshake: the client says more of itself than there is memory for"));
        assertThat(first.ask("NOOP")).startsWith("250 ");
      }
    }
  }

  @Test
  void whoIsSilentTakesNone() throws IOException {
    try (var first = greeted();
        var second = greeted();
        var third = greeted();
        var fourth = new Socket(InetAddress.getLoopbackAddress(), server.port("submissions"));
        var fifth = new Socket(InetAddress.getLoopbackAddress(), server.port("submissions"))) {
      for (var silent : List.of(first, second, third)) {
        assertThat(silent.ask("STARTTLS")).startsWith("220 ");
      }
      await().until(() -> server.events(Event.Connected.class).size() == 5);
      assertThat(fourth.isConnected() && fifth.isConnected()).isTrue();
      try (var talks = encrypted()) {
        assertThat(talks.ask("NOOP")).startsWith("250 ");
      }
    }
  }

  @Test
  void aHandshakeThatDoesNotBeginIsOverInItsOwnTime() throws IOException {
    try (var silent = greeted()) {
      server.offer(config().limits(DeadlineTest.commandTimeout(Duration.ofMillis(100))));
      assertThat(silent.ask("STARTTLS")).startsWith("220 ");
      assertThat(silent.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void whoFindsNoneWhenItBeginsAfterStartTlsIsClosed() throws IOException {
    try (var third = greeted()) {
      assertThat(third.ask("STARTTLS")).startsWith("220 ");
      try (var first = encrypted();
          var second = encrypted()) {
        third.send(new byte[] {22});
        assertThat(third.line()).isEqualTo("<closed>");
        assertThat(first.ask("NOOP")).startsWith("250 ");
        assertThat(second.ask("NOOP")).startsWith("250 ");
      }
    }
  }

  @Test
  void oneThatBeginsWithTlsIsClosed() throws IOException {
    try (var first = encrypted();
        var second = encrypted();
        var third = new Socket(InetAddress.getLoopbackAddress(), server.port("submissions"))) {
      third.setSoTimeout(30_000);
      third.getOutputStream().write(22); // a handshake begins
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
