package io.mailhelm.smtp.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
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
  void countsWhatIsAcceptedAndRefused() {
    metrics.on(accepted(1, 1_000));
    metrics.on(accepted(0, 500));
    metrics.on(new Event.Rejected("s", "smtp", 550, "UnknownUser", "x"));
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
  void showsOneConfigHowEverManyThereWere() {
    metrics.on(new Event.ConfigLoaded("aaaa", 1, 2));
    metrics.on(new Event.ConfigLoaded("bbbb", 3, 4));
    assertThat(metrics.scrape())
        .contains("mailhelm_config_info{hash=\"bbbb\"} 1\n")
        .doesNotContain("aaaa")
        .contains("mailhelm_config_users 4.0")
        .contains("mailhelm_config_age_seconds 0.0");
  }

  @Test
  void whatClientsMakeUpIsNoLabel() {
    metrics.on(login("MADE-UP-BY-A-CLIENT", "failed"));
    metrics.on(new Event.Answered("management", "BREW", 404));
    metrics.on(new Event.Failed("session 4711", new IllegalStateException()));
    metrics.on(new Event.Failed("session 4712", new IllegalStateException()));
    assertThat(metrics.scrape())
        .doesNotContain("MADE-UP", "BREW", "471")
        .contains("mailhelm_failures_total{where=\"session\"} 2.0");
  }

  @Test
  void noNameOfAUserIsALabel() {
    metrics.on(login("PLAIN", "ok"));
    assertThat(metrics.scrape())
        .contains("mailhelm_logins_total{listener=\"smtp\",mechanism=\"PLAIN\",result=\"ok\"} 1.0")
        .doesNotContain("alice");
  }

  @Test
  void asksTheStoreAtEachScrape() {
    var octets = new java.util.concurrent.atomic.AtomicLong(10);
    metrics.watchStore(() -> new Metrics.StoreFigures(true, 3, octets.get()));
    assertThat(metrics.scrape())
        .contains("mailhelm_store_accepting 1.0", "mailhelm_store_messages 3.0")
        .contains("mailhelm_store_bytes 10.0");
    octets.set(20);
    assertThat(metrics.scrape()).contains("mailhelm_store_bytes 20.0");
  }

  static Event login(String mechanism, String result) {
    var user = Optional.of("alice@example.test");
    return new Event.Authenticated("s", "smtp", PEER, mechanism, user, result);
  }

  static Event accepted(int captured, long size) {
    return new Event.Accepted(
        "s", "smtp", "01ID", "a@x.example", Optional.empty(), 1, captured, 0, size, 2_000_000);
  }
}
