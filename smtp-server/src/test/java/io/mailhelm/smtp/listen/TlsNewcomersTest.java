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
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A few addresses hold all the memory for TLS that they get: others find some all the same. */
class TlsNewcomersTest {
  private static final int CONNECTIONS = 40; // that there is memory for
  private final List<WireClient> held = new ArrayList<>();
  private final RunningServer server =
      new RunningServer(
          new TestConfig()
              .listener("smtp", Tls.Opportunistic, Auth.None)
              .listener("submissions", Tls.Implicit, Auth.Required)
              .domain("example.com", Outbound.Capture)
              .key(TestCertificate.of("tls/example-com", "mail.example.com")),
          new TransitMemory((long) CONNECTIONS * Connection.TLS_OCTETS));

  @AfterEach
  void end() throws IOException {
    for (var client : held) {
      client.close();
    }
    server.close();
  }

  private WireClient connect(String listener, String from) throws IOException {
    var client = new WireClient(server.port(listener), InetAddress.ofLiteral(from));
    held.add(client);
    return client;
  }

  /** More connections from each of seven addresses than it gets memory for. */
  private void fill(Holding one) throws IOException {
    for (int address = 1; address <= 7; address++) {
      for (int i = 0; i < CONNECTIONS / 2 >> address - 1 || i < 2; i++) {
        one.hold("127.0.4." + address);
      }
    }
  }

  private interface Holding {
    void hold(String from) throws IOException;
  }

  private boolean submits(String from) {
    try (var client = new WireClient(server.port("submissions"), InetAddress.ofLiteral(from))) {
      client.startTls("mail.example.com");
      return client.reply().startsWith("220 ") && client.ask("NOOP").startsWith("250 ");
    } catch (IOException e) {
      return false; // closed
    }
  }

  private boolean starts(String from) throws IOException {
    var client = server.greeted("smtp", from);
    held.add(client);
    return client.ask("STARTTLS").startsWith("220 ") && shakes(client);
  }

  private static boolean shakes(WireClient client) throws IOException {
    try {
      client.startTls("mail.example.com");
      return client.ask("NOOP").startsWith("250 ");
    } catch (IOException e) {
      return false; // others were first
    }
  }

  @Test
  void handshakesThatDoNotGoOnEndForOthers() throws IOException {
    fill(from -> connect("submissions", from).send(new byte[] {22}));
    await().until(() -> submits("127.0.5.1"));
    assertThat(server.events(Event.Disconnected.class))
        .extracting(Event.Disconnected::reason)
        .contains("timeout");
  }

  @Test
  void soDoThoseAfterStartTls() throws IOException {
    fill(
        from -> {
          var client = server.greeted("smtp", from);
          held.add(client);
          if (client.ask("STARTTLS").startsWith("220 ")) {
            client.send(new byte[] {22});
          }
        });
    await().until(() -> starts("127.0.5.1"));
    assertThat(submits("127.0.5.2")).isTrue();
  }

  @Test
  void sessionsThatAreSilentAfterTheirHandshakeEndForOthers() throws IOException {
    fill(this::starts);
    await().until(() -> starts("127.0.5.1"));
  }
}
