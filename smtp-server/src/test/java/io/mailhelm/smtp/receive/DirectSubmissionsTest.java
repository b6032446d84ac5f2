package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.StorageLimits;
import io.mailhelm.config.User;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.receive.Submissions.Fate;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectSubmissionsTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.9");

  private static RunningServer server() {
    return server(TransitMemory.ofHeap());
  }

  private static RunningServer server(TransitMemory inTransit) {
    return new RunningServer(config(), inTransit);
  }

  private static TestConfig config() {
    return new TestConfig()
        .domain("example.com", Outbound.Capture)
        .domain("sends.example", Outbound.Deliver)
        .user("alice@example.com", "secret")
        .user("bob@example.com", "builder")
        .user("erin@sends.example", "out");
  }

  private static User user(RunningServer server, String address) {
    return server.live().current().directory().login(Mailbox.of(address)).orElseThrow();
  }

  private static Submissions.Result submit(
      RunningServer server, String user, String from, String message, String... to) {
    return submit(server, user(server, user), from, message, to);
  }

  private static Submissions.Result submit(
      RunningServer server, User user, String from, String message, String... to) {
    return server
        .server()
        .submissions()
        .submit(
            PEER,
            user,
            Mailbox.of(from),
            List.of(to).stream().map(Mailbox::of).toList(),
            message.getBytes(StandardCharsets.UTF_8),
            Optional.empty());
  }

  @Test
  void deliversAndCapturesLikeALoginsMail() {
    try (var server = server()) {
      var result =
          submit(
              server,
              "alice@example.com",
              "alice@example.com",
              "From: alice@example.com\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHi\r\n",
              "bob@example.com",
              "test@elsewhere.example");
      assertThat(result).isInstanceOf(Submissions.Result.Accepted.class);
      var accepted = (Submissions.Result.Accepted) result;
      assertThat(accepted.fates())
          .containsOnly(
              Map.entry(Mailbox.of("bob@example.com"), Fate.DELIVERED),
              Map.entry(Mailbox.of("test@elsewhere.example"), Fate.CAPTURED));
      assertThat(server.store().kept()).hasSize(2);
      var kept = server.store().kept().getFirst();
      assertThat(kept.entry().messageId()).isEqualTo(accepted.id());
      assertThat(kept.entry().summary().subject()).isEqualTo("Grüße");
      assertThat(kept.text())
          .startsWith(
              "Return-Path: <alice@example.com>\r\nReceived: from [192.0.2.9]\r\n\tby"
                  + " mail.example.com with HTTP\r\n\tid "
                  + accepted.id());
    }
  }

  @Test
  void queuesWhatGoesElsewhere() {
    try (var server = server()) {
      var erin = "erin@sends.example";
      var result = submit(server, erin, erin, "\r\n", "x@y.example", "bob@example.com");
      assertThat(result).isInstanceOf(Submissions.Result.Accepted.class);
      var accepted = (Submissions.Result.Accepted) result;
      assertThat(accepted.fates())
          .containsOnly(
              Map.entry(Mailbox.of("bob@example.com"), Fate.DELIVERED),
              Map.entry(Mailbox.of("x@y.example"), Fate.QUEUED));
      assertThat(server.store().queue().ofMessage(accepted.id()))
          .extracting(delivery -> delivery.recipient().address())
          .containsExactly("x@y.example");
    }
  }

  @Test
  void refusesForNowWhatIsMoreThanMayWaitOfAUser() {
    try (var server = server()) {
      server
          .store()
          .bounds(() -> new StorageLimits(ServerLimits.DEFAULT.storage().reserve(), 2_500, 25, 50));
      var erin = "erin@sends.example";
      var large = "Subject: s\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(20);
      assertThat(submit(server, erin, erin, large, "x@y.example"))
          .isInstanceOf(Submissions.Result.Accepted.class);

      var refused = (Submissions.Result.Refused) submit(server, erin, erin, large, "x@y.example");

      assertThat(refused.code()).isEqualTo(452);
      assertThat(refused.enhanced()).isEqualTo("4.3.1");
      assertThat(refused.text())
          .contains("of your mail would wait for other servers: send again when");
      assertThat(submit(server, erin, erin, large, "bob@example.com"))
          .isInstanceOf(Submissions.Result.Accepted.class);
      assertThat(server.store().queue().status().queued()).isEqualTo(1);
    }
  }

  @Test
  void saysThatTooManyKeysAreKept() {
    try (var server = server()) {
      server.store().failWith(new CommitResult.TooManyKeys());
      var erin = "erin@sends.example";
      assertThat(submit(server, erin, erin, "\r\n", "bob@example.com"))
          .isEqualTo(new Submissions.Result.TooManyKeys());
    }
  }

  @Test
  void sendsOnceToWhoIsNamedTwice() {
    try (var server = server()) {
      var erin = "erin@sends.example";
      var result =
          submit(
              server,
              erin,
              erin,
              "\r\n",
              "x@y.example",
              "x@Y.example",
              "X@y.example",
              "bob@example.com",
              "BOB@example.com");
      var accepted = (Submissions.Result.Accepted) result;
      assertThat(accepted.fates().get(Mailbox.of("BOB@example.com"))).isEqualTo(Fate.DELIVERED);
      assertThat(server.store().queue().ofMessage(accepted.id()))
          .extracting(delivery -> delivery.recipient().address())
          .containsExactly("x@y.example", "X@y.example"); // elsewhere these may be two people
      assertThat(server.store().kept()).hasSize(1);
    }
  }

  @Test
  void drawsItsMemoryAndGivesItBack() {
    var inTransit = new TransitMemory(300 << 10);
    var fields = "From: alice@example.com\r\n" + "X-Field: x\r\n".repeat(5_000);
    var alice = "alice@example.com";
    try (var server = server(inTransit)) {
      for (int i = 0; i < 3; i++) {
        assertThat(submit(server, alice, alice, fields + "\r\n", alice))
            .isInstanceOf(Submissions.Result.Accepted.class);
        assertThat(inTransit.drawn()).isZero();
      }
      assertThat(submit(server, alice, alice, fields.repeat(4) + "\r\n", alice))
          .extracting("code")
          .isEqualTo(452);
      assertThat(inTransit.drawn()).isZero();
    }
  }

  @Test
  void refusesWithTheWordsOfSmtp() {
    try (var server = server()) {
      assertThat(submit(server, "alice@example.com", "bob@example.com", "\r\n", "bob@example.com"))
          .isEqualTo(
              new Submissions.Result.Refused(550, "5.7.1", "You may not send as this address"));
      assertThat(submit(server, "alice@example.com", "alice@example.com", "\r\n", "no@example.com"))
          .isEqualTo(
              new Submissions.Result.Refused(550, "5.1.1", "no@example.com: No such mailbox here"));
      assertThat(
              submit(
                  server,
                  "alice@example.com",
                  "alice@example.com",
                  "From: bob@example.com\r\n\r\n",
                  "bob@example.com"))
          .isInstanceOf(Submissions.Result.Refused.class);
      assertThat(
              submit(server, "alice@example.com", "alice@example.com", "a\nb", "bob@example.com"))
          .extracting("code")
          .isEqualTo(550);
      assertThat(server.store().kept()).isEmpty();
      assertThat(server.store().openBodies()).isZero();
    }
  }

  @Test
  void whoIsSuspendedOrGoneWhileTheRequestCameDoesNotSend() {
    var alice = "alice@example.com";
    var suspended = config().user(alice, "secret", Optional.empty(), true, Quota.DEFAULT);
    var another = config().mailboxId(alice, "another-user-of-that-address");
    for (var now : List.of(suspended, config().without(alice), another)) {
      try (var server = server()) {
        var user = user(server, alice);
        server.offer(now);

        assertThat(submit(server, user, alice, "\r\n", "bob@example.com"))
            .extracting("code", "enhanced")
            .containsExactly(now == suspended ? 550 : 451, now == suspended ? "5.7.1" : "4.7.0");
        assertThat(server.store().kept()).isEmpty();
      }
    }
  }
}
