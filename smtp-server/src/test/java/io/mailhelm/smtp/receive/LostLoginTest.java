package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.Quota;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a login was let in for is asked again of each message of its session. */
class LostLoginTest {
  private static final String CHANGED =
      "421 4.7.0 The password of this account was changed: log in again";
  private static final String NOT_HERE =
      "421 4.7.0 This account may not be used from your address any more";
  private static final Duration GRACE = Duration.ofSeconds(90);
  private final HandClock clock = new HandClock();

  private static TestConfig config(String password, Duration grace, Cidr... clients) {
    return new TestConfig()
        .listener("open", Tls.Optional, Auth.Required)
        .domain("example.com", Outbound.Capture)
        .passwordGrace(grace)
        .policy(
            new SendPolicy(
                "team",
                "example-com",
                List.of(clients),
                SendPolicy.From.OwnAddresses,
                List.of(),
                false,
                List.of(),
                DeliveryRules.DEFAULT))
        .user("alice@example.com", password, Optional.of("team"), false, Quota.DEFAULT)
        .user("bob@example.com", "builder");
  }

  private RunningServer server() {
    return new RunningServer(config("secret", GRACE), ScriptedCouriers.unreachable(), clock);
  }

  private static WireClient loggedIn(RunningServer server, String password) throws IOException {
    var client = server.greeted("open");
    var plain = ("\0alice@example.com\0" + password).getBytes(StandardCharsets.UTF_8);
    assertThat(client.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain)))
        .startsWith("235");
    return client;
  }

  private static String mail(WireClient client) throws IOException {
    return client.ask("MAIL FROM:<alice@example.com>");
  }

  private static void begin(WireClient client) throws IOException {
    assertThat(mail(client)).startsWith("250");
    assertThat(client.ask("RCPT TO:<bob@example.com>")).startsWith("250");
    assertThat(client.ask("DATA")).startsWith("354");
  }

  private static String end(WireClient client) throws IOException {
    return client.ask("From: alice@example.com\r\n\r\nHello\r\n.");
  }

  @Test
  void aSessionEndsAtTheNextMailWhenThePasswordWasChanged() throws IOException {
    try (var server = server();
        var client = loggedIn(server, "secret")) {
      server.offer(config("changed", Duration.ZERO));
      assertThat(mail(client)).isEqualTo(CHANGED);
      assertThat(client.line()).isEqualTo("<closed>");
    }
  }

  @Test
  void aMessageThatIsUnderWayThenIsRefused() throws IOException {
    try (var server = server();
        var client = loggedIn(server, "secret")) {
      begin(client);
      server.offer(config("changed", Duration.ZERO));
      assertThat(end(client)).isEqualTo(CHANGED);
      assertThat(client.line()).isEqualTo("<closed>");
      assertThat(server.store().kept()).isEmpty();
    }
  }

  @Test
  void theFormerPasswordHoldsForItsGraceAndNoLonger() throws IOException {
    try (var server = server();
        var before = loggedIn(server, "secret")) {
      server.offer(config("changed", GRACE));
      try (var meanwhile = loggedIn(server, "secret");
          var after = loggedIn(server, "changed")) {
        clock.advance(GRACE.minusMillis(1));
        begin(before);
        begin(meanwhile);
        assertThat(end(before)).startsWith("250");
        clock.advance(Duration.ofMillis(1));
        assertThat(end(meanwhile)).isEqualTo(CHANGED);
        assertThat(mail(before)).isEqualTo(CHANGED);
        assertThat(mail(after)).startsWith("250");
      }
    }
  }

  @Test
  void aNetworkThatIsShutOutSendsNoMore() throws IOException {
    try (var server = server();
        var idle = loggedIn(server, "secret");
        var busy = loggedIn(server, "secret")) {
      begin(busy);
      server.offer(config("secret", GRACE, Cidr.of("127.0.0.0/8")));
      assertThat(mail(idle)).startsWith("250");
      assertThat(idle.ask("RSET")).startsWith("250");
      server.offer(config("secret", GRACE, Cidr.of("192.0.2.0/24")));
      assertThat(end(busy)).isEqualTo(NOT_HERE);
      assertThat(mail(idle)).isEqualTo(NOT_HERE);
      assertThat(server.store().kept()).isEmpty();
    }
  }
}
