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
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.receive.MemoryHolder;
import io.mailhelm.smtp.receive.TransitMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** More messages on their way in than there is memory for. */
class CrowdedTest {
  private static final String SMALL = "Subject: x\r\n\r\ntext\r\n.";
  private static final String FIELDS = ("X-Field: " + "x".repeat(60) + "\r\n").repeat(3_000);

  private static final String PLAIN =
      Base64.getEncoder()
          .encodeToString("\0alice@example.com\0secret".getBytes(StandardCharsets.US_ASCII));

  private static RunningServer server(TransitMemory inTransit) {
    return new RunningServer(
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None)
            .listener("local", Tls.Optional, Auth.Required)
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
    var inTransit = new TransitMemory(16 << 20);
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
        assertThat(inTransit.drawn()).isLessThanOrEqualTo((16 << 20) / 8 * 3 / 2);
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
          .allMatch(event -> event.reason() == RejectionReason.TooManyInTransit);
      await().untilAsserted(() -> assertThat(inTransit.drawn()).isZero());
      assertThat(server.store().openBodies()).isZero();
    }
  }

  /** A header section that does not end; returns when the server has read all it can of it. */
  private static void hold(RunningServer server, List<WireClient> held, String from)
      throws IOException {
    var client = server.greeted("smtp", from);
    held.add(client);
    again(client);
    assertThat(client.ask("DATA")).startsWith("354");
    client.send(FIELDS);
  }

  @Test
  void strangersOfAFewAddressesCrowdOutNobodyElse() throws IOException {
    var inTransit = new TransitMemory(32 << 20);
    var large = "Subject: x\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(3_000) + ".";
    var held = new ArrayList<WireClient>();
    try (var server = server(inTransit)) {
      for (int i = 0; i < 60; i++) {
        hold(server, held, "127.0.3." + (i % 2 + 1));
      }
      await().until(() -> inTransit.drawn() > 6 << 20);

      try (var crowded = server.greeted("smtp", "127.0.3.1");
          var other = server.greeted("smtp", "127.0.3.9");
          var user = server.greeted("local", "127.0.3.1");
          var request = inTransit.share(0)) {
        again(crowded);
        crowded.ask("DATA");
        assertThat(crowded.ask(large)).startsWith("452 4.3.1");
        again(other);
        other.ask("DATA");
        assertThat(other.ask(large)).startsWith("250 2.0.0");
        assertThat(user.ask("AUTH PLAIN " + PLAIN)).startsWith("235");
        user.ask("MAIL FROM:<alice@example.com>");
        user.ask("RCPT TO:<alice@example.com>");
        user.ask("DATA");
        assertThat(user.ask("From: alice@example.com\r\n" + large)).startsWith("250 2.0.0");
        assertThat(request.hold(inTransit.limit() / 2)).as("a request's").isTrue();
      } finally {
        for (var client : held) {
          client.close();
        }
      }
      await().untilAsserted(() -> assertThat(inTransit.drawn()).isZero());
    }
  }

  @Test
  void theRecipientsOfATransactionAreDrawn() throws IOException {
    var inTransit = new TransitMemory(1 << 20);
    var filler = "d".repeat(230);
    var more = " ORCPT=rfc822;" + "o".repeat(480);
    try (var server = server(inTransit);
        var client = server.greeted("smtp");
        var other = server.greeted("smtp", "127.0.3.9")) {
      client.ask("MAIL FROM:<a@b.example> ENVID=" + "e".repeat(90));
      int taken = 0;
      String reply;
      do {
        reply = client.ask("RCPT TO:<alice+%03d%s@example.com>%s".formatted(taken++, filler, more));
      } while (reply.startsWith("250") && taken < 100);
      assertThat(reply).startsWith("452 4.3.1 Too many messages are on their way in");
      assertThat(taken).isBetween(20, 90);
      assertThat(inTransit.drawn()).isGreaterThan(taken * 1_000L);
      again(other);
      other.ask("DATA");
      assertThat(other.ask(SMALL)).startsWith("250 2.0.0");
      client.ask("RSET");
      assertThat(inTransit.drawn()).isZero();
      again(client);
      client.ask("DATA");
      assertThat(client.ask(SMALL)).startsWith("250 2.0.0");
      for (int i = 0; i < 50; i++) { // refused, so not held
        client.ask("RSET");
        client.ask("MAIL FROM:<a@b.example>");
        client.ask("RCPT TO:<nobody%d%s@example.com>%s".formatted(i, filler, more));
        assertThat(inTransit.drawn()).isZero();
      }
      assertThat(server.events(Event.Rejected.class))
          .anyMatch(event -> event.reason() == RejectionReason.TooManyInTransit);
    }
  }

  @Test
  void whoWaitsInAnExchangeHoldsLittle() throws IOException {
    try (var server = server(new TransitMemory(1 << 20));
        var client = server.greeted("local")) {
      var name = "n".repeat(1_100).getBytes(StandardCharsets.US_ASCII);
      var coded = Base64.getEncoder().encodeToString(name);
      assertThat(client.ask("AUTH LOGIN " + coded)).startsWith("501");
      var first = ("n,,n=u,r=" + "r".repeat(1_100)).getBytes(StandardCharsets.US_ASCII);
      coded = Base64.getEncoder().encodeToString(first);
      assertThat(client.ask("AUTH SCRAM-SHA-256 " + coded)).startsWith("501");
      assertThat(client.ask("AUTH PLAIN " + PLAIN)).startsWith("235");
    }
  }

  @Test
  void refusesAChunkThereIsNoMemoryFor() throws IOException {
    var inTransit = new TransitMemory(0);
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
    try (var server = server(new TransitMemory(0));
        var client = server.greeted("smtp")) {
      client.send("AUTH PLAIN " + "A".repeat(5_000));
      assertThat(client.line()).startsWith("421 4.3.1");
      assertThat(client.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void closesTheOneSessionThatRunsOutOfMemory() throws IOException {
    try (var server = server(new TransitMemory(1 << 20));
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

  /** Else messages that stand still would keep those of others out for their whole time. */
  @Test
  void messagesThatHoldTheMemoryMakeACrowd() {
    var inTransit = new TransitMemory(16 << 20);
    try (var server = server(inTransit)) {
      var counts = new ConnectionCounts();
      for (int i = 1; !inTransit.isScarce(); i++) {
        assertThat(Listeners.isCrowded(server.live(), counts, inTransit))
            .as("%d hold", i)
            .isFalse();
        assertThat(i).as("holders that leave a tenth").isLessThan(30);
        var share = inTransit.share(new MemoryHolder(false, "192.0.2." + i, Optional.empty()), 0);
        while (share.hold(64 << 10)) {
          share = inTransit.share(new MemoryHolder(false, "192.0.2." + i, Optional.empty()), 0);
        }
      }
      assertThat(Listeners.isCrowded(server.live(), counts, inTransit)).isTrue();
    }
  }
}
