package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Messages;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may send with a mailbox that is full, and where reports on it will go. */
class OverQuotaTest {
  private static final String ERIN = "erin@sends.example";
  private static final String ELSEWHERE = "RCPT TO:<x@elsewhere.example>";

  private static TestConfig config(long messages) {
    return new TestConfig()
        .listener("development", Tls.Optional, Auth.Required)
        .domain("sends.example", Outbound.Deliver)
        .user("frank@sends.example", "in")
        .user(
            ERIN,
            "out",
            Optional.empty(),
            false,
            new Quota(1 << 20, messages),
            "ads@sends.example");
  }

  private static WireClient begun(RunningServer server, String from) throws IOException {
    var client = server.greeted("development");
    assertThat(client.ask("AUTH PLAIN AGVyaW5Ac2VuZHMuZXhhbXBsZQBvdXQ=")).startsWith("235");
    assertThat(client.ask("MAIL FROM:<" + from + ">")).startsWith("250");
    return client;
  }

  @Test
  void whoIsOverTheQuotaSendsToNobodyElsewhereUntilThereIsRoom() throws IOException {
    try (var server = new RunningServer(config(2))) {
      for (int i = 0; i < 2; i++) {
        Messages.in(server.store()).mailboxOf(ERIN).commit();
      }
      try (var client = begun(server, ERIN)) {
        assertThat(client.ask(ELSEWHERE)).as("full, and not over it").startsWith("250");
      }
      server.offer(config(1));
      try (var client = begun(server, ERIN)) {
        assertThat(client.ask(ELSEWHERE))
            .startsWith("452 4.2.2 Your mailbox is over its quota")
            .contains("delete some");
        assertThat(client.ask("RCPT TO:<frank@sends.example>")).startsWith("250");
        assertThat(server.events(Event.Rejected.class))
            .extracting(Event.Rejected::reason)
            .containsExactly(RejectionReason.MailboxFull);
        server.store().delete(Optional.of(ERIN), Optional.empty());
        assertThat(client.ask(ELSEWHERE)).startsWith("250");
      }
    }
  }

  @Test
  void theMailboxThatMailFromMeansIsWrittenDown() throws IOException {
    try (var server = new RunningServer(config(10).mailboxId(ERIN, "uid-1"));
        var client = begun(server, "ads@sends.example")) {
      assertThat(client.ask(ELSEWHERE)).startsWith("250");
      assertThat(client.ask("DATA")).startsWith("354");
      assertThat(client.ask("Subject: hello\r\n\r\nHello\r\n.")).startsWith("250");

      assertThat(server.store().queue().all())
          .extracting(Delivery::returnsTo)
          .containsExactly(Optional.of("uid-1"));
    }
  }
}
