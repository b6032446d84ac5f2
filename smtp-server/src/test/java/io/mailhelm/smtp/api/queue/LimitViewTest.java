package io.mailhelm.smtp.api.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.SendLimits.OnExceed;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.limit.TestLimits;
import io.mailhelm.smtp.receive.Submissions.Result;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitViewTest {
  private static final String ERIN = "erin@sends.example";
  private static final String CAROL = "carol@sends.example";

  private static TestConfig config() {
    var all = new RecipientWindows(Optional.of(100), Optional.empty(), Optional.of(2));
    return new TestConfig()
        .domain("sends.example", Outbound.Deliver)
        .policy(TestLimits.policy("news", all, TestLimits.perHour(2), OnExceed.Reject))
        .policy(
            TestLimits.policy("idle", TestLimits.perHour(7), RecipientWindows.NONE, OnExceed.Defer))
        .user(ERIN, "out", Optional.of("news"), false, Quota.DEFAULT)
        .mailboxId(ERIN, "id-of-erin")
        .user(CAROL, "in");
  }

  private static void send(RunningServer server, String user, String to) {
    var from = Mailbox.of(user);
    var sender = server.live().current().directory().login(from).orElseThrow();
    var here = InetAddress.getLoopbackAddress();
    assertThat(
            server
                .server()
                .submissions()
                .submit(
                    here,
                    sender,
                    from,
                    List.of(Mailbox.of(to)),
                    "\r\n".getBytes(StandardCharsets.UTF_8),
                    Optional.empty()))
        .isInstanceOf(Result.Accepted.class);
  }

  @Test
  void showsEachLimitOfEachPolicyAndTheUsersWhoAreNearTheirs() {
    try (var server = new RunningServer(config())) {
      send(server, CAROL, "a@x.example");
      send(server, ERIN, "a@x.example");
      send(server, ERIN, "b@x.example");

      var views = LimitView.all(server.live().current(), server.server().limits());

      assertThat(views)
          .extracting(
              LimitView::policy,
              LimitView::user,
              LimitView::window,
              LimitView::limit,
              LimitView::used)
          .containsExactly(
              tuple("idle", Optional.empty(), "hour", 7L, 0L),
              tuple("news", Optional.empty(), "minute", 100L, 2L),
              tuple("news", Optional.empty(), "day", 2L, 2L),
              tuple("news", Optional.of(ERIN), "hour", 2L, 2L));
      assertThat(views.get(1).roomAt()).isEmpty();
      assertThat(views.get(2).roomAt().orElseThrow())
          .isBetween(
              Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
    }
  }
}
