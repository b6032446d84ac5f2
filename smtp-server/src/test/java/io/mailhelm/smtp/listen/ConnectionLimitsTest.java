package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Event.Refused.Limit;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private static RunningServer server(int connections, int perAddress) {
    var base = ServerLimits.DEFAULT;
    return new RunningServer(
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None)
            .domain("example.com", Outbound.Capture)
            .limits(
                new ServerLimits(
                    base.messageSize(),
                    base.recipients(),
                    connections,
                    perAddress,
                    base.commandTimeout(),
                    base.dataTimeout(),
                    base.sessionTimeout(),
                    base.errors(),
                    base.authFailuresPerAddress(),
                    base.authFailuresPerAccount(),
                    base.authFailureWindow(),
                    base.outboundConnections(),
                    base.queue(),
                    base.deliveryHistory(),
                    base.http(),
                    base.outbound(),
                    base.storage())));
  }

  @Test
  void turnsTheNextConnectionOfAnAddressAwayAndLetsItInWhenOneWent() throws IOException {
    try (var server = server(10, 2);
        var first = server.greeted("smtp");
        var second = server.greeted("smtp")) {
      try (var third = server.connect("smtp")) {
        assertThat(third.line()).startsWith("421 4.7.0");
        assertThat(third.line()).isEqualTo("<closed>");
      }
      assertThat(server.events(Event.Refused.class))
          .extracting(Event.Refused::limit)
          .containsExactly(Limit.CONNECTIONS_PER_ADDRESS);
      first.ask("QUIT");
      first.close();
      await().untilAsserted(() -> assertThat(banner(server)).startsWith("220"));
      assertThat(second.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void whoIsRefusedAsFastAsItCanAskDoesNotFillTheLog() throws IOException {
    try (var server = server(10, 2);
        var client = server.greeted("smtp")) {
      client.ask("MAIL FROM:<a@b.example>");
      for (int i = 0; i < ServerLimits.DEFAULT.recipients(); i++) {
        assertThat(client.ask("RCPT TO:<postmaster+%d@example.com>".formatted(i)))
            .startsWith("250");
      }
      for (int i = 0; i < 2 * Event.Rejected.LOGGED; i++) {
        assertThat(client.ask("RCPT TO:<postmaster@example.com>")).startsWith("452");
      }
      assertThat(server.events(Event.Rejected.class)).hasSize(2 * Event.Rejected.LOGGED);
      var logged =
          server.events(Event.Rejected.class).stream().filter(Event.Rejected::logged).toList();
      assertThat(logged).hasSize(Event.Rejected.LOGGED);
      assertThat(logged.getLast().detail()).contains("the last of this session that is logged");
    }
  }

  @Test
  void turnsConnectionsBeyondTheLimitOfAllAway() throws IOException {
    try (var server = server(1, 10);
        var first = server.greeted("smtp")) {
      assertThat(banner(server)).startsWith("421 4.3.2");
      assertThat(first.ask("NOOP")).startsWith("250");
    }
  }

  @Test
  void takesFiveHundredConnectionsAtOnce() throws IOException {
    try (var server = server(1_000, 1_000)) {
      var clients = new ArrayList<WireClient>();
      try {
        for (int i = 0; i < 500; i++) {
          clients.add(server.connect("smtp"));
        }
        for (var client : clients) {
          assertThat(client.line()).startsWith("220");
        }
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
    }
  }

  private static String banner(RunningServer server) throws IOException {
    try (var client = server.connect("smtp")) {
      return client.line();
    }
  }
}
