package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.receive.MemoryHolder;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** How 1,000 octets for TLS are divided. */
class TlsSharesTest {
  private final TlsMemory memory = new TlsMemory(1_000);
  private int addresses;

  private TlsMemory.Share share(ListenerKind kind) {
    var share = memory.share(kind);
    addresses++;
    share.heldBy(
        MemoryHolder.of(
            InetAddress.ofLiteral("192.0.%d.%d".formatted(addresses >> 8, addresses & 255))));
    return share;
  }

  /** Of so many addresses one octet each; returns how many found one. */
  private int take(ListenerKind kind, int most) {
    int taken = 0;
    while (taken < most && share(kind).hold(1)) {
      taken++;
    }
    return taken;
  }

  @Test
  void aTenthIsKeptForListenersOfTheOtherKind() {
    for (var first : ListenerKind.values()) {
      var other = first == ListenerKind.RELAY ? ListenerKind.SUBMISSION : ListenerKind.RELAY;
      var fresh = new TlsSharesTest();
      assertThat(fresh.take(first, 2_000)).isBetween(890, 900);
      assertThat(fresh.share(first).mayHold(10)).isFalse();
      assertThat(fresh.share(other).hold(40)).isTrue();
      assertThat(fresh.take(other, 2_000)).isBetween(50, 60);
    }
  }

  @Test
  void whatOneKindIsRefusedIsNotDrawn() {
    take(ListenerKind.RELAY, 2_000);
    take(ListenerKind.SUBMISSION, 50);
    for (int i = 0; i < 20; i++) { // of its own kind there is enough, of all there is not
      assertThat(share(ListenerKind.SUBMISSION).hold(400)).isFalse();
    }
    assertThat(memory.excess(ListenerKind.SUBMISSION)).isEqualTo(50 - 800);
  }

  @Test
  void whoAsksWhetherThereIsSomeDrawsNothing() {
    var share = share(ListenerKind.RELAY);
    assertThat(share.hold(100)).isTrue();
    for (int i = 0; i < 100; i++) {
      assertThat(share(ListenerKind.RELAY).mayHold(300)).isTrue();
    }
    assertThat(share.mayHold(300)).isTrue();
    assertThat(share.octets()).isEqualTo(100);
    assertThat(memory.excess(ListenerKind.RELAY)).isEqualTo(100 - 800);
  }

  @Test
  void newcomersFindNoneSoonWhereOneKindHasFourFifths() {
    take(ListenerKind.RELAY, 800);
    assertThat(memory.excess(ListenerKind.RELAY)).isZero();
    assertThat(share(ListenerKind.RELAY).hold(7)).isTrue();
    assertThat(memory.excess(ListenerKind.RELAY)).isEqualTo(7);
    assertThat(memory.excess(ListenerKind.SUBMISSION)).isNegative();
  }

  @Test
  void orBothTogetherNineTenths() {
    take(ListenerKind.RELAY, 500);
    take(ListenerKind.SUBMISSION, 400);
    assertThat(memory.excess(ListenerKind.RELAY)).isZero();
    assertThat(share(ListenerKind.SUBMISSION).hold(7)).isTrue();
    assertThat(memory.excess(ListenerKind.RELAY)).as("which holds more").isEqualTo(7);
    assertThat(memory.excess(ListenerKind.SUBMISSION)).isNegative();
  }
}
