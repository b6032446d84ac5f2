package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may hold how much of 800 octets. */
class TransitMemoryTest {
  private final TransitMemory inTransit = new TransitMemory(800);

  private static MemoryHolder stranger(String address) {
    return MemoryHolder.of(InetAddress.ofLiteral(address));
  }

  private static MemoryHolder user(String name) {
    return new MemoryHolder(true, "user " + name, Optional.empty());
  }

  /** Takes octets one by one until there are no more; returns how many. */
  private long takeAll(TransitMemory.Share share, int most) {
    int octets = 0;
    while (octets < most && share.hold(octets + 1)) {
      octets++;
    }
    return octets;
  }

  private long takeAll(MemoryHolder holder) {
    return takeAll(inTransit.share(holder, 0), 800);
  }

  @Test
  void anAddressHoldsAsMuchAsIsLeftForTheOthers() {
    assertThat(takeAll(stranger("192.0.2.1"))).isEqualTo(150);
    assertThat(takeAll(stranger("192.0.2.1"))).isZero();
    assertThat(takeAll(stranger("192.0.2.2"))).isEqualTo(75);
    assertThat(takeAll(stranger("192.0.2.3"))).isEqualTo(37);
  }

  @Test
  void howeverManyAddressesHoldTheirsThereIsSomethingForTheNext() {
    var large = new TransitMemory(512 << 20);
    for (int i = 1; i <= 20; i++) {
      var share = large.share(stranger("192.0.2." + i), 0);
      for (int octets = 10_000; share.hold(octets); octets += 10_000) {
        // as much as it gets
      }
    }
    for (int i = 1; i <= 20; i++) { // those that came first go on as well, and get nothing more
      assertThat(large.share(stranger("192.0.2." + i), 0).hold(20_000)).isFalse();
    }
    var polite = new TransitMemory(512 << 20);
    for (int step = 1; step <= 200; step++) {
      for (int i = 1; i <= 20; i++) {
        polite.share(stranger("192.0.2." + i), 0).hold(256 << 10);
      }
    }
    assertThat(polite.share(stranger("192.0.2.99"), 0).hold(2 << 20)).isTrue();
  }

  @Test
  void allStrangersLeaveUsersAndRequestsTheirPart() {
    for (int i = 1; i < 100; i++) {
      takeAll(stranger("192.0.2." + i));
    }
    assertThat(inTransit.drawn()).isBetween(290L, 300L);
    assertThat(takeAll(user("alice"))).isBetween(150L, 155L);
    assertThat(takeAll(user("bob"))).isBetween(75L, 78L);
    for (int i = 0; i < 100; i++) {
      takeAll(user("u" + i));
    }
    assertThat(inTransit.drawn()).isLessThanOrEqualTo(600);
    assertThat(inTransit.share(0).hold(200)).as("a request's").isTrue();
  }

  @Test
  void strangersLeaveAnEighthToUsersWhenRequestsHoldTheirHalf() {
    assertThat(inTransit.share(0).hold(400)).isTrue();
    for (int i = 1; i < 100; i++) {
      takeAll(stranger("192.0.2." + i));
    }
    assertThat(inTransit.drawn()).isBetween(690L, 700L);
    assertThat(takeAll(user("alice"))).isBetween(50L, 55L);
  }

  @Test
  void ofAnIpv6SiteAllCountTogetherAndAnAddressHoldsHalf() {
    assertThat(takeAll(stranger("2001:db8:1:1::1"))).isEqualTo(100);
    assertThat(takeAll(stranger("2001:db8:1:1::2"))).isZero();
    for (int i = 2; i < 100; i++) {
      takeAll(stranger("2001:db8:1:" + i + "::1"));
    }
    assertThat(inTransit.drawn()).isEqualTo(150);
    assertThat(takeAll(stranger("2001:db8:2::1"))).isPositive();
  }

  @Test
  void whatIsHeldGoesWithWhoHoldsIt() {
    var here = stranger("192.0.2.1");
    var share = inTransit.share(here, 10);
    assertThat(takeAll(share, 800)).isEqualTo(160);
    share.heldBy(user("alice"));
    share.heldBy(user("alice"));
    assertThat(takeAll(here)).as("that address has nothing now").isEqualTo(150);
    assertThat(inTransit.drawn()).isEqualTo(300);
    share.close();
    share.close();
    assertThat(inTransit.drawn()).isEqualTo(150);
    assertThat(takeAll(user("alice"))).as("nor has she").isEqualTo(225);
  }

  @Test
  void whatConnectionsDrawFromAloneIsAllForStrangers() {
    var tls = TransitMemory.ofConnections(800);
    assertThat(takeAll(tls.share(stranger("192.0.2.1"), 0), 800)).isEqualTo(400);
    assertThat(takeAll(tls.share(stranger("192.0.2.2"), 0), 800)).isEqualTo(200);
  }
}
