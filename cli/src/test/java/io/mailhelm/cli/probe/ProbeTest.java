package io.mailhelm.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.probe.Finding.Verdict;
import io.mailhelm.cli.probe.Probe.Target;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.subethamail.wiser.Wiser;

/**
 * Against SubEtha's Wiser, which takes any message from anyone: what the probe must call an open
 * relay.
 */
class ProbeTest {

  @Test
  void callsAServerThatTakesEverythingAnOpenRelay() throws Exception {
    var wiser =
        Wiser.create(
            org.subethamail.smtp.server.SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress()));
    wiser.start();
    try {
      var findings =
          new Probe(target(wiser.getServer().getPortAllocated()), Clock.systemUTC()).run();

      assertThat(findings)
          .anySatisfy(
              finding -> {
                assertThat(finding.verdict()).isEqualTo(Verdict.bad);
                assertThat(finding.text()).contains("OPEN RELAY");
              })
          .anySatisfy(finding -> assertThat(finding.text()).contains("mail travels in clear"));
      assertThat(wiser.getMessages()).isEmpty();
    } finally {
      wiser.stop();
    }
  }

  @Test
  void saysWhenNobodyAnswers() throws Exception {
    int port;
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(new Probe(target(port), Clock.systemUTC()).run())
        .singleElement()
        .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.bad));
  }

  private static Target target(int port) {
    return new Target("127.0.0.1", port, Optional.empty(), Optional.empty());
  }
}
