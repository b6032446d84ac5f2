package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerCountsTest {
  private static final InetAddress OURS = InetAddress.ofLiteral("10.0.0.1");

  private final PeerCounts peers = new PeerCounts();

  private void from(String address) {
    peers.talked(InetAddress.ofLiteral(address), OURS);
  }

  @Test
  void countsConnectionsAndKeepsEachAddressOnce() {
    from("192.0.2.1");
    from("192.0.2.2");
    from("192.0.2.1");
    assertThat(peers.sample())
        .isEqualTo(
            new PeerSample(
                3,
                List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2")),
                false));
  }

  @Test
  void doesNotCountWhatComesFromThisMachine() {
    from("127.0.0.1");
    from("::1");
    from("10.0.0.1");
    assertThat(peers.sample().connections()).isZero();
  }

  @Test
  void keepsNoMoreThanASampleInWhichStrangersTakeThePlaceOfNeighbours() {
    for (int i = 0; i < 2 * PeerCounts.SAMPLE; i++) {
      from("10.0.1." + i);
    }
    from("198.51.100.1");
    var sample = peers.sample();
    assertThat(sample.connections()).isEqualTo(2L * PeerCounts.SAMPLE + 1);
    assertThat(sample.more()).isTrue();
    assertThat(sample.addresses())
        .hasSize(PeerCounts.SAMPLE)
        .contains(InetAddress.ofLiteral("198.51.100.1"));
    for (int i = 0; i < 2 * PeerCounts.SAMPLE; i++) {
      from("198.51.100." + (i + 2));
    }
    assertThat(peers.sample().addresses())
        .hasSize(PeerCounts.SAMPLE)
        .contains(InetAddress.ofLiteral("198.51.100.1"));
  }

  @Test
  void theAddressIsTheOneThatATrustedProxySays() throws IOException {
    try (var server = server();
        var client = server.connect("smtp")) {
      client.send("PROXY TCP4 198.51.100.7 203.0.113.1 40000 25\r\n");
      assertThat(client.line()).startsWith("220");
      client.ask("EHLO client.example");
      await().until(() -> server.server().peers().connections() == 1);
      assertThat(server.server().peers().addresses())
          .containsExactly(InetAddress.ofLiteral("198.51.100.7"));
    }
  }

  @Test
  void whoeverOnlyConnectsIsNotCounted() throws IOException {
    try (var server = server()) {
      try (var check = server.connect("smtp")) {
        check.send("PROXY TCP4 198.51.100.8 203.0.113.1 40000 25\r\n");
        assertThat(check.line()).startsWith("220");
      }
      await().until(() -> server.events(Event.Disconnected.class).size() == 1);
      assertThat(server.server().peers().connections()).isZero();
    }
  }

  private static RunningServer server() {
    return new RunningServer(
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None, Cidr.of("127.0.0.1"))
            .domain("example.com", Outbound.Capture));
  }
}
