package io.mailhelm.smtp.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Messages;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Receipts that peers ask for, in whose name they like. */
class DeliveryReceiptsTest {
  /** One whose peers on loopback may relay. */
  private static TestConfig config() {
    return strangers().relayFrom("127.0.0.0/8");
  }

  private static TestConfig strangers() {
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .domain("example.com", Outbound.Deliver)
        .certificates()
        .user("alice@example.com", "secret")
        .user("bob@example.com", "secret");
  }

  /** Mail to both, who are to acknowledge it. Returns the reply to its last octet. */
  private static String send(RunningServer server) throws IOException {
    try (var client = server.greeted("smtp")) {
      client.ask("MAIL FROM:<victim@elsewhere.example>");
      client.ask("RCPT TO:<alice@example.com> NOTIFY=SUCCESS");
      client.ask("RCPT TO:<bob@example.com> NOTIFY=SUCCESS");
      client.ask("DATA");
      return client.ask("Subject: hi\r\n\r\nHello.\r\n.");
    }
  }

  /** They name whom they like, and write into the header what that one is to read. */
  @Test
  void tellsNobodyForAStranger() throws IOException {
    try (var server = new RunningServer(strangers())) {
      assertThat(send(server)).startsWith("250");
      assertThat(server.store().kept())
          .extracting(kept -> kept.entry().mailboxId())
          .containsExactlyInAnyOrder("alice@example.com", "bob@example.com");
      assertThat(server.store().queue().all()).isEmpty();
    }
  }

  @Test
  void tellsASenderOnceOfAllMailboxesOfADomain() throws IOException {
    try (var server = new RunningServer(config())) {
      assertThat(send(server)).startsWith("250");
      assertThat(server.store().kept()).hasSize(2);
      assertThat(server.store().queue().all())
          .extracting(delivery -> delivery.recipient().address())
          .containsExactly("victim@elsewhere.example");
    }
  }

  @Test
  void acceptsAMessageWhoseReceiptCannotBeStored() throws IOException {
    try (var server = new RunningServer(config())) {
      server.store().fillDiskAfter(1);
      assertThat(send(server)).startsWith("250");
      await().until(() -> !server.events(Event.Accepted.class).isEmpty());
      assertThat(server.events(Event.Failed.class)).hasSize(1);
      assertThat(server.store().openBodies()).isZero();
    }
  }

  @Test
  void leavesHalfTheQueueToUsers() throws IOException {
    try (var server =
        new RunningServer(
            config().limits(TestConfig.outgoing(ServerLimits.DEFAULT.outboundConnections(), 4)))) {
      for (int i = 0; i < 2; i++) {
        Messages.in(server.store())
            .leaving("example.com", "none")
            .delivery(Recipient.of("b@there.example"), "there.example", "|there.example")
            .commit();
      }
      assertThat(send(server)).startsWith("250");
      assertThat(server.store().queue().all()).hasSize(2);
      assertThat(server.store().openBodies()).isZero();
    }
  }
}
