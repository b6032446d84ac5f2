package io.mailhelm.smtp.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.HoldReason;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.1");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);

  private final Metrics metrics = new Metrics(CLOCK);

  @Test
  void countsAConnection() {
    metrics.on(new Event.Connected("s", "smtp", PEER));
    assertThat(metrics.scrape()).contains("mailhelm_connections_open{listener=\"smtp\"} 1.0");
    metrics.on(new Event.Disconnected("s", "smtp", 100, 200, "QUIT"));
    assertThat(metrics.scrape())
        .contains("mailhelm_connections_total{listener=\"smtp\"} 1.0")
        .contains("mailhelm_connections_open{listener=\"smtp\"} 0.0")
        .contains("mailhelm_received_bytes_total{listener=\"smtp\"} 100.0")
        .contains("mailhelm_sent_bytes_total{listener=\"smtp\"} 200.0");
  }

  @Test
  void countsCommandsByTheClassOfTheirReply() {
    metrics.on(new Event.Replied("smtp", "RCPT", 250));
    metrics.on(new Event.Replied("smtp", "RCPT", 550));
    metrics.on(new Event.Replied("smtp", "RCPT", 551));
    metrics.on(new Event.Replied("smtp", "DATA", 354));
    assertThat(metrics.scrape())
        .contains("mailhelm_commands_total{listener=\"smtp\",reply=\"2xx\",verb=\"RCPT\"} 1.0")
        .contains("mailhelm_commands_total{listener=\"smtp\",reply=\"5xx\",verb=\"RCPT\"} 2.0")
        .contains("mailhelm_commands_total{listener=\"smtp\",reply=\"3xx\",verb=\"DATA\"} 1.0");
  }

  @Test
  void showsWhatIsKnownOfDomainsAndForgetsThemWithIt() {
    var figures = new AtomicReference<List<DomainFigures>>();
    figures.set(
        List.of(
            new DomainFigures(
                "example.test",
                Map.of("Mx", true, "Spf", false),
                Map.of("rsa2048", Duration.ofMinutes(1)),
                Map.of("list.test", true))));
    metrics.watchDomains(figures::get);
    assertThat(metrics.scrape())
        .contains("mailhelm_dns_record_ok{domain=\"example.test\",purpose=\"Mx\"} 1.0")
        .contains("mailhelm_dns_record_ok{domain=\"example.test\",purpose=\"Spf\"} 0.0")
        .contains(
            "mailhelm_dkim_key_age_seconds{domain=\"example.test\",selector=\"rsa2048\"} 60.0")
        .contains("mailhelm_block_listed{domain=\"example.test\",zone=\"list.test\"} 1.0");
    figures.set(List.of());
    assertThat(metrics.scrape()).doesNotContain("example.test");
  }

  @Test
  void showsHowPoliciesDoWhileTheyAreDeclared() {
    var figures =
        new AtomicReference<>(
            List.of(
                new PolicyFigures("team", true, 0.125, 0.001, OptionalDouble.of(0.05)),
                new PolicyFigures("small", false, 0, 0, OptionalDouble.empty())));
    metrics.watchPolicies(figures::get);
    assertThat(metrics.scrape())
        .contains("mailhelm_policy_paused{policy=\"team\"} 1.0")
        .contains("mailhelm_policy_paused{policy=\"small\"} 0.0")
        .contains("mailhelm_policy_bounced_ratio{policy=\"team\"} 0.125")
        .contains("mailhelm_policy_bounced_limit_ratio{policy=\"team\"} 0.05")
        .contains("mailhelm_policy_complained_ratio{policy=\"team\"} 0.001")
        .doesNotContain("limit_ratio{policy=\"small\"");
    figures.set(List.of());
    assertThat(metrics.scrape()).doesNotContain("policy=\"team\"");
  }

  @Test
  void countsWhatIsAcceptedAndRefused() {
    metrics.on(accepted(1, 1_000));
    metrics.on(accepted(0, 500));
    metrics.on(new Event.Rejected("s", "smtp", 550, RejectionReason.UnknownUser, "x", true));
    assertThat(metrics.scrape())
        .contains("mailhelm_messages_accepted_total{listener=\"smtp\"} 2.0")
        .contains("mailhelm_messages_captured_total{listener=\"smtp\"} 1.0")
        .contains("mailhelm_messages_bytes_total{listener=\"smtp\"} 1500.0")
        .contains("mailhelm_commit_seconds_count 2")
        .contains("mailhelm_commit_seconds_sum 0.004")
        .contains(
            "mailhelm_rejected_total{listener=\"smtp\",reason=\"UnknownUser\",reply=\"5xx\"} 1.0");
  }

  @Test
  void countsAttemptsWithoutWhatPeersMakeUp() {
    metrics.on(attempted("news", 250, "2.1.5"));
    metrics.on(attempted("", 451, "4.7.650"));
    metrics.on(attempted("", 451, "4.999.1"));
    assertThat(metrics.scrape())
        .contains(
            "mailhelm_attempts_total{enhanced=\"2.1\",outcome=\"delivered\",policy=\"news\"} 1.0")
        .contains(
            "mailhelm_attempts_total{enhanced=\"4.7\",outcome=\"deferred\",policy=\"default\"} 1.0")
        .contains(
            "mailhelm_attempts_total{enhanced=\"other\",outcome=\"deferred\",policy=\"default\"}"
                + " 1.0")
        .contains("mailhelm_delivery_seconds_sum 90.0")
        .contains("mailhelm_delivery_seconds_count 1");
  }

  @Test
  void showsWhatTheQueueHas() {
    metrics.watchQueue(
        () ->
            new Metrics.QueueFigures(
                3, Map.of(HoldReason.CAPTURE, 2L), 1, Duration.ofMillis(1_500)));
    assertThat(metrics.scrape())
        .contains("mailhelm_queue_queued 3.0")
        .contains("mailhelm_queue_held{reason=\"capture\"} 2.0")
        .contains("mailhelm_queue_sending 1.0")
        .contains("mailhelm_queue_age_seconds 1.5");
  }

  @Test
  void showsOneConfigHowEverManyThereWere() {
    metrics.on(new Event.ConfigLoaded("aaaa", 1, 2, List.of(), List.of()));
    metrics.on(new Event.ConfigLoaded("bbbb", 3, 4, List.of(), List.of()));
    assertThat(metrics.scrape())
        .contains("mailhelm_config_info{hash=\"bbbb\"} 1\n")
        .doesNotContain("aaaa")
        .contains("mailhelm_config_users 4.0")
        .contains("mailhelm_config_age_seconds 0.0");
  }

  @Test
  void whatClientsMakeUpIsNoLabel() {
    metrics.on(login("MADE-UP-BY-A-CLIENT", LoginOutcome.FAILED));
    metrics.on(new Event.Answered("management", "BREW", 404));
    metrics.on(new Event.Failed(FailurePlace.SESSION, "4711", new IllegalStateException()));
    metrics.on(new Event.Failed(FailurePlace.SESSION, "4712", new IllegalStateException()));
    assertThat(metrics.scrape())
        .doesNotContain("MADE-UP", "BREW", "471")
        .contains("mailhelm_failures_total{where=\"session\"} 2.0");
  }

  @Test
  void noNameOfAUserIsALabel() {
    metrics.on(login("PLAIN", LoginOutcome.OK));
    assertThat(metrics.scrape())
        .contains("mailhelm_logins_total{listener=\"smtp\",mechanism=\"PLAIN\",result=\"ok\"} 1.0")
        .doesNotContain("alice");
  }

  @Test
  void asksTheStoreAtEachScrape() {
    var octets = new java.util.concurrent.atomic.AtomicLong(10);
    metrics.watchStore(() -> new Metrics.StoreFigures(true, true, 3, octets.get(), 0, 0));
    assertThat(metrics.scrape())
        .contains("mailhelm_store_accepting 1.0", "mailhelm_store_messages 3.0")
        .contains("mailhelm_store_bytes 10.0");
    octets.set(20);
    assertThat(metrics.scrape()).contains("mailhelm_store_bytes 20.0");
  }

  static Event login(String mechanism, LoginOutcome outcome) {
    var user = Optional.of("alice@example.test");
    return new Event.Authenticated("s", "smtp", PEER, mechanism, user, outcome);
  }

  static Event attempted(String policy, int code, String enhanced) {
    var delivered = code < 300;
    var attempt =
        new Attempt(
            Instant.EPOCH,
            Duration.ofMillis(20),
            delivered ? Attempt.Outcome.DELIVERED : Attempt.Outcome.DEFERRED,
            "mx.x.example",
            "192.0.2.1:25",
            "TLSv1.3 unverified",
            code,
            enhanced,
            "what a peer says");
    return new Event.Attempted(
        "01ID",
        policy,
        "a@x.example",
        attempt,
        delivered ? Delivery.State.DELIVERED : Delivery.State.QUEUED,
        Duration.ofSeconds(90));
  }

  static Event accepted(int captured, long size) {
    return new Event.Accepted(
        "s", "smtp", "01ID", "a@x.example", Optional.empty(), 1, captured, 0, size, 2_000_000);
  }
}
