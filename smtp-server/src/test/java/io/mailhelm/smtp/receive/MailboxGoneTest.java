package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.RejectionReason;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A mailbox that goes after its RCPT was answered with 250, and who has its name next. */
class MailboxGoneTest {
  private static final String GONE = "450 4.2.1 Mailbox gone or moved since RCPT, send again: ";
  private static final String TEXT = "Subject: for bob's eyes\r\n\r\nHello\r\n.";

  private static TestConfig config() {
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .domain("example.com", Outbound.Capture)
        .user("alice@example.com", "secret")
        .user("bob@example.com", "builder", "sales@example.com");
  }

  private static TestConfig withoutBob() {
    return config().without("bob@example.com").tombstone("bob@example.com");
  }

  private static WireClient begun(RunningServer server, String... recipients) throws IOException {
    var client = server.greeted("smtp");
    begin(client, recipients);
    return client;
  }

  private static void begin(WireClient client, String... recipients) throws IOException {
    assertThat(client.ask("MAIL FROM:<sender@elsewhere.example>")).startsWith("250");
    for (var recipient : recipients) {
      assertThat(client.ask("RCPT TO:<" + recipient + ">")).startsWith("250");
    }
  }

  private static String data(WireClient client) throws IOException {
    assertThat(client.ask("DATA")).startsWith("354");
    return client.ask(TEXT);
  }

  @Test
  void theNextOwnerOfANameReadsNothingThatWasForTheOneBefore() throws IOException {
    try (var server = new RunningServer(config());
        var client = begun(server, "bob@example.com")) {
      server.offer(withoutBob());

      assertThat(data(client)).isEqualTo(GONE + "bob@example.com");

      server.offer(config().user("bob@example.com", "another"));
      assertThat(server.store().kept()).isEmpty();
      assertThat(server.events(Event.Rejected.class))
          .extracting(Event.Rejected::reason)
          .containsExactly(RejectionReason.MailboxGone);
    }
  }

  @Test
  void aConfigThatIsSwappedWhileTheMessageIsJudgedCounts() throws IOException {
    try (var server = new RunningServer(config());
        var client = begun(server, "bob@example.com")) {
      server.store().beforeCommit(() -> server.offer(withoutBob()));

      assertThat(data(client)).isEqualTo(GONE + "bob@example.com");
      assertThat(server.store().kept()).isEmpty();
    }
  }

  @Test
  void ofSeveralRecipientsTheOthersHaveItAtTheNextAttempt() throws IOException {
    try (var server = new RunningServer(config());
        var client = begun(server, "alice@example.com", "bob@example.com")) {
      server.offer(withoutBob());

      assertThat(data(client)).isEqualTo(GONE + "bob@example.com");
      assertThat(server.store().kept()).as("nobody has it yet: it is sent again").isEmpty();

      begin(client, "alice@example.com");
      assertThat(client.ask("RCPT TO:<bob@example.com>")).startsWith("550 5.1.1");
      assertThat(data(client)).startsWith("250");
      assertThat(server.store().kept("alice@example.com")).hasSize(1);
    }
  }

  @Test
  void anAliasThatMovedIsAskedForAgain() throws IOException {
    try (var server = new RunningServer(config());
        var client = begun(server, "sales@example.com")) {
      server.offer(
          config()
              .user("bob@example.com", "builder")
              .user("alice@example.com", "secret", "sales@example.com"));

      assertThat(data(client)).isEqualTo(GONE + "sales@example.com");

      begin(client, "sales@example.com");
      assertThat(data(client)).startsWith("250");
      assertThat(server.store().kept("alice@example.com")).hasSize(1);
    }
  }

  @Test
  void aConfigThatChangesSomethingElseChangesNothingHere() throws IOException {
    try (var server = new RunningServer(config());
        var client = begun(server, "bob@example.com", "postmaster", "sales+x@example.com")) {
      server.offer(config().without("alice@example.com").tombstone("alice@example.com"));

      assertThat(data(client)).startsWith("250");
      assertThat(server.store().kept("bob@example.com")).hasSize(1);
      assertThat(server.store().kept("postmaster@example.com")).hasSize(1);
    }
  }
}
