package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.RecipientRules.Others;
import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.SendLimits;
import io.mailhelm.config.SendLimits.OnExceed;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.StorageLimits;
import io.mailhelm.config.User;
import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.TestPolicy;
import io.mailhelm.smtp.limit.TestLimits;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.receive.Submissions.Fate;
import io.mailhelm.smtp.store.Idempotency;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
  void isOutsideAWarmUpOnlyWhereThePolicyAllowsIt() {
    assertThat(isOutsideWarmUp(true, "X-Mailhelm-Warm-Up: no\r\n")).isTrue();
    assertThat(isOutsideWarmUp(true, "")).isFalse();
    assertThat(isOutsideWarmUp(false, "X-Mailhelm-Warm-Up: no\r\n")).isFalse();
  }

  private static boolean isOutsideWarmUp(boolean allowed, String fields) {
    var warmUp =
        new WarmUp(
            LocalDate.parse("2026-11-22"),
            20,
            50,
            50_000,
            ZoneOffset.UTC,
            false,
            allowed,
            Map.of(),
            Optional.empty());
    var usual = SendPolicy.DEFAULT;
    var policy =
        new SendPolicy(
            "team",
            "sends-example",
            List.of(),
            usual.from(),
            List.of(),
            List.of(),
            false,
            List.of(),
            usual.delivery(),
            usual.limits(),
            usual.recipients(),
            Optional.of(warmUp),
            usual.reputation(),
            usual.content(),
            Optional.empty());
    var config =
        config()
            .policy(policy)
            .user("erin@sends.example", "out", Optional.of("team"), false, Quota.DEFAULT);
    try (var server = new RunningServer(config, TransitMemory.ofHeap())) {
      var erin = "erin@sends.example";
      var result = submit(server, erin, erin, fields + "Subject: Hi\r\n\r\nHi\r\n", "x@y.example");
      var id = ((Submissions.Result.Accepted) result).id();
      return server.store().queue().ofMessage(id).getFirst().passesWarmUp();
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

  private static RunningServer guarded(RecipientRules rules) {
    return new RunningServer(
        config()
            .policy(TestPolicy.guarding("guard", "sends-example", rules))
            .user("app@sends.example", "a", Optional.of("guard"), false, Quota.DEFAULT),
        TransitMemory.ofHeap());
  }

  @Test
  void redirectsWhatAPolicyDoesNotLetGoAndSaysSo() {
    try (var server = guarded(TestPolicy.redirecting("tests@dev.example", "*@ours.example"))) {
      var app = "app@sends.example";
      var body = "Subject: s\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(2_000);
      var accepted =
          (Submissions.Result.Accepted)
              submit(server, app, app, body, "one@real.example", "a@ours.example", "b@dev.example");
      assertThat(accepted.fates().values()).containsOnly(Fate.QUEUED);
      assertThat(accepted.redirected())
          .containsOnly(
              Map.entry(Mailbox.of("one@real.example"), Mailbox.of("tests@dev.example")),
              Map.entry(Mailbox.of("b@dev.example"), Mailbox.of("tests@dev.example")));
      assertThat(server.store().queue().ofMessage(accepted.id()))
          .extracting(delivery -> delivery.recipient().address())
          .containsExactly("a@ours.example");
      assertThat(server.store().queue().status().queued()).isEqualTo(2);
    }
  }

  @Test
  void oneKeyMakesOneMessageOfWhatIsRedirectedToo() {
    try (var server = guarded(TestPolicy.redirecting("tests@dev.example", "*@ours.example"))) {
      var key = Optional.of(new Idempotency("app@sends.example", "key", "print"));
      var first = submit(server, key);
      var second = submit(server, key);
      assertThat(first).isInstanceOf(Submissions.Result.Accepted.class);
      assertThat(second)
          .isEqualTo(
              new Submissions.Result.Repeated(((Submissions.Result.Accepted) first).id(), true));
      assertThat(server.store().queue().status().queued()).isEqualTo(2);
    }
  }

  private static Submissions.Result submit(RunningServer server, Optional<Idempotency> key) {
    return server
        .server()
        .submissions()
        .submit(
            PEER,
            user(server, "app@sends.example"),
            Mailbox.of("app@sends.example"),
            List.of(Mailbox.of("one@real.example"), Mailbox.of("a@ours.example")),
            "Subject: s\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            key);
  }

  @Test
  void capturesAndRefusesWhatAPolicyDoesNotLetGo() {
    var app = "app@sends.example";
    try (var server = guarded(TestPolicy.only(Others.Capture, "*@ours.example"))) {
      var accepted =
          (Submissions.Result.Accepted) submit(server, app, app, "\r\n", "one@real.example");
      assertThat(accepted.fates().values()).containsExactly(Fate.CAPTURED);
      assertThat(server.store().kept().getFirst().entry().mailboxId()).isEqualTo(app);
    }
    try (var server = guarded(TestPolicy.only(Others.Reject, "*@ours.example"))) {
      var refused =
          (Submissions.Result.Refused) submit(server, app, app, "\r\n", "one@real.example");
      assertThat(refused.code()).isEqualTo(550);
      assertThat(refused.text())
          .isEqualTo("one@real.example: The SendPolicy guard lets no mail go to one@real.example");
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
  void limitsWhatIsSentByThePolicyAndSaysWhenThereIsRoom() {
    var policy =
        TestLimits.policy(
            "few",
            new SendLimits(
                TestLimits.perHour(3),
                RecipientWindows.NONE,
                Optional.of(2),
                Optional.of(500L),
                OnExceed.Reject));
    var erin = "erin@sends.example";
    var config =
        config().policy(policy).user(erin, "out", Optional.of("few"), false, Quota.DEFAULT);
    try (var server = new RunningServer(config, TransitMemory.ofHeap())) {
      assertThat(submit(server, erin, erin, "\r\n", "a@y.example", "b@y.example", "c@y.example"))
          .extracting("enhanced")
          .isEqualTo("4.5.3");
      assertThat(submit(server, erin, erin, "x".repeat(501), "a@y.example"))
          .extracting("code")
          .isEqualTo(552);
      for (var to : List.of("a@y.example", "b@y.example")) {
        assertThat(submit(server, erin, erin, "\r\n", to))
            .isInstanceOf(Submissions.Result.Accepted.class);
      }

      var limited =
          (Submissions.Result.Limited)
              submit(server, erin, erin, "\r\n", "c@y.example", "d@y.example");
      assertThat(limited.code()).isEqualTo(452);
      assertThat(limited.enhanced()).isEqualTo("4.7.1");
      assertThat(limited.text())
          .startsWith("policy 'few' may send to 3 recipients an hour: there is room again in ");
      assertThat(limited.roomIn().orElseThrow())
          .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
      // what was reserved for it is there again
      assertThat(submit(server, erin, erin, "\r\n", "c@y.example"))
          .isInstanceOf(Submissions.Result.Accepted.class);
      assertThat(submit(server, erin, erin, "\r\n", "bob@example.com"))
          .isInstanceOf(Submissions.Result.Accepted.class);
      assertThat(server.events(Event.LimitUsed.class))
          .singleElement()
          .extracting(Event.LimitUsed::level)
          .isEqualTo(Event.LimitUsed.Level.REACHED);
    }
  }

  @Test
  void whoHasNoPolicyIsLimitedByTheDefaultAndWaits() {
    var erin = "erin@sends.example";
    try (var server = server()) {
      for (int i = 0; i < 12; i++) {
        var to = IntStream.range(0, 100).mapToObj(n -> "user" + n + "@y.example");
        assertThat(submit(server, erin, erin, "\r\n", to.toArray(String[]::new)))
            .isInstanceOf(Submissions.Result.Accepted.class);
      }
      var hour = Instant.now().plus(Duration.ofMinutes(55));
      assertThat(server.store().queue().all())
          .filteredOn(delivery -> delivery.due().isAfter(hour))
          .hasSize(200)
          .allSatisfy(
              delivery ->
                  assertThat(Duration.between(delivery.due(), delivery.expiresAt()))
                      .isEqualTo(SendPolicy.DEFAULT.delivery().expireAfter()));
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
