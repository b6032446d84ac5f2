package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A message that is durable is answered with 250, whatever fails afterwards. */
class AfterCommitTest {
  @Test
  void aListenerThatFailsDoesNotMakeTheClientSendAgain() throws IOException {
    try (var server = new RunningServer(config());
        var client = server.greeted("smtp")) {
      server.failHearing(Event.Accepted.class);
      server.failHearing(Event.Failed.class);
      client.ask("MAIL FROM:<sender@elsewhere.example>");
      client.ask("RCPT TO:<bob@example.com>");
      client.ask("DATA");

      assertThat(client.ask("Subject: once\r\n\r\nHello\r\n.")).startsWith("250 2.0.0");
      assertThat(client.ask("NOOP")).startsWith("250");
      assertThat(server.store().kept()).hasSize(1);
    }
  }

  @Test
  void anErrorEndsTheProcessAndIsNeverToldAsARefusal() throws IOException {
    try (var server = new RunningServer(config());
        var client = server.greeted("smtp")) {
      server.fillMemoryAt(Event.Accepted.class);
      client.ask("MAIL FROM:<sender@elsewhere.example>");
      client.ask("RCPT TO:<bob@example.com>");
      client.ask("DATA");

      assertThat(client.ask("Subject: once\r\n\r\nHello\r\n.")).startsWith("250 2.0.0");
      assertThat(server.halted()).hasSize(1).first().isInstanceOf(OutOfMemoryError.class);
      assertThat(server.store().kept()).hasSize(1);
    }
  }

  @Test
  void anErrorInTellingOfAFailureEndsTheProcessAsWell() throws IOException {
    try (var server = new RunningServer(config());
        var client = server.greeted("smtp")) {
      server.failHearing(Event.Accepted.class);
      server.fillMemoryAt(Event.Failed.class);
      client.ask("MAIL FROM:<sender@elsewhere.example>");
      client.ask("RCPT TO:<bob@example.com>");
      client.ask("DATA");

      assertThat(client.ask("Subject: once\r\n\r\nHello\r\n.")).startsWith("250 2.0.0");
      assertThat(server.halted()).hasSize(1).first().isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void aReceiptThatExhaustsTheStackIsLeftOut() throws IOException {
    var config = config().relayFrom("127.0.0.0/8");
    try (var server = new RunningServer(config);
        var client = server.greeted("smtp")) {
      var commits = new AtomicInteger();
      server
          .store()
          .beforeCommit(
              () -> {
                if (commits.incrementAndGet() == 2) { // the receipt's
                  throw new StackOverflowError("a test's");
                }
              });
      client.ask("MAIL FROM:<bob@example.com>");
      client.ask("RCPT TO:<bob@example.com> NOTIFY=SUCCESS");
      client.ask("DATA");

      assertThat(client.ask("Subject: once\r\n\r\nHello\r\n.")).startsWith("250 2.0.0");
      assertThat(commits).hasValue(2);
      assertThat(server.halted()).isEmpty();
      assertThat(server.store().kept()).hasSize(1);
    }
  }

  private static TestConfig config() {
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .domain("example.com", Outbound.Capture)
        .user("bob@example.com", "builder");
  }
}
