package io.mailhelm.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Traffic;
import io.mailhelm.smtp.listen.PeerSample;
import io.mailhelm.smtp.send.Port25;
import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LaptopTrafficTest {
  private static final Port25.Report OPEN = new Port25.Report(Port25.State.Open, 1, 0);

  private static PeerSample peers(long connections, String... addresses) {
    return new PeerSample(
        connections, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList(), false);
  }

  private static Traffic of(PeerSample peers) {
    return LaptopTraffic.of(peers, OPEN, address -> address.getHostAddress().startsWith("172.17."));
  }

  @Test
  void whoComesByABridgeOfThisMachineIsNoOutsider() {
    assertThat(of(peers(99, "172.17.0.1")))
        .isEqualTo(new Traffic(10, false, "172.17.0.1", Traffic.Port25.Open));
    assertThat(of(peers(2, "172.17.0.1", "192.0.2.7")))
        .isEqualTo(new Traffic(2, true, "192.0.2.7", Traffic.Port25.Open));
  }

  @Test
  void loopbackIsThisMachineAndAnAddressOfNobodyIsNot() {
    assertThat(LaptopTraffic.of(peers(1, "127.0.0.1"), OPEN).outsiders()).isFalse();
    assertThat(LaptopTraffic.of(peers(1, "192.0.2.7"), OPEN).outsiders()).isTrue();
  }

  @Test
  void nobodyCameYet() {
    var blocked = new Port25.Report(Port25.State.Blocked, 9, 9);
    assertThat(LaptopTraffic.of(peers(0), blocked))
        .isEqualTo(new Traffic(0, false, "", Traffic.Port25.Blocked));
  }
}
