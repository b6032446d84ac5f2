package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.receive.InTransit;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** More messages on their way in than there is memory for. */
class CrowdedTest {
  private static final String SMALL = "Subject: x\r\n\r\ntext\r\n.";
  private static final String FIELDS = ("X-Field: " + "x".repeat(60) + "\r\n").repeat(3_000);

  private static RunningServer server(InTransit inTransit) {
    return new RunningServer(
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None)
            .domain("example.com", Outbound.Capture)
            .user("alice@example.com", "secret"),
        inTransit);
  }

  private static WireClient withRecipient(RunningServer server) throws IOException {
    var client = server.greeted("smtp");
    again(client);
    return client;
  }

  private static void again(WireClient client) throws IOException {
    client.ask("MAIL FROM:<a@b.example>");
    assertThat(client.ask("RCPT TO:<alice@example.com>")).startsWith("250");
  }

  @Test
  void asksTheSendersOfLargeMessagesToTryAgainAndTakesSmallOnes() throws IOException {
    var inTransit = new InTransit(1 << 20);
    try (var server = server(inTransit)) {
      var clients = new ArrayList<WireClient>();
      try {
        for (int i = 0; i < 8; i++) {
          var client = withRecipient(server);
          clients.add(client);
          assertThat(client.ask("DATA")).startsWith("354");
          client.send(FIELDS); // and no empty line
        }
        await().until(() -> inTransit.drawn() > 500_000);
        assertThat(inTransit.drawn()).isLessThanOrEqualTo(1 << 20);
        try (var small = withRecipient(server)) {
          small.ask("DATA");
          assertThat(small.ask(SMALL)).startsWith("250");
        }
        int refused = 0;
        for (var client : clients) {
          var reply = client.ask("\r\n.");
          refused += reply.startsWith("452 4.3.1 Too many messages are on their way in") ? 1 : 0;
          assertThat(reply.substring(0, 3)).isIn("250", "452");
        }
        assertThat(refused).isBetween(1, 7);
        assertThat(server.store().kept()).hasSize(1 + 8 - refused);
        var first = clients.getFirst();
        again(first);
        first.ask("DATA");
        assertThat(first.ask(FIELDS + "\r\n.")).startsWith("250");
      } finally {
        for (var client : clients) {
          client.close();
        }
      }
      assertThat(server.events(Event.Rejected.class))
          .isNotEmpty()
          .allMatch(event -> event.reason().equals("TooManyInTransit"));
      await().untilAsserted(() -> assertThat(inTransit.drawn()).isZero());
      assertThat(server.store().openBodies()).isZero();
    }
  }

  @Test
  void refusesAChunkThereIsNoMemoryFor() throws IOException {
    var inTransit = new InTransit(0);
    try (var server = server(inTransit);
        var client = withRecipient(server)) {
      assertThat(client.ask("BDAT " + FIELDS.length() + "\r\n" + FIELDS + "NOOP"))
          .startsWith("452 4.3.1");
      assertThat(client.reply()).startsWith("250");
      assertThat(client.ask("BDAT 0 LAST")).startsWith("503");
      again(client);
      assertThat(client.ask("BDAT 12 LAST\r\nSubject: y\r\nNOOP")).startsWith("250 2.0.0");
      assertThat(client.reply()).startsWith("250");
    }
  }

  @Test
  void closesWhenALineFindsNoMemory() throws IOException {
    try (var server = server(new InTransit(0));
        var client = server.greeted("smtp")) {
      client.send("AUTH PLAIN " + "A".repeat(5_000));
      assertThat(client.line()).startsWith("421 4.3.1");
      assertThat(client.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void closesTheOneSessionThatRunsOutOfMemory() throws IOException {
    try (var server = server(new InTransit(1 << 20));
        var other = withRecipient(server);
        var client = withRecipient(server)) {
      server.store().fillMemory(true);
      client.ask("DATA");
      assertThat(client.ask(SMALL)).startsWith("421 4.3.0");
      assertThat(client.line()).isEqualTo("<closed>");
      assertThat(server.events(Event.Failed.class))
          .singleElement()
          .matches(failed -> failed.cause() instanceof OutOfMemoryError);
      server.store().fillMemory(false);
      other.ask("DATA");
      assertThat(other.ask(SMALL)).startsWith("250");
      assertThat(server.store().openBodies()).isZero();
    }
  }
}
