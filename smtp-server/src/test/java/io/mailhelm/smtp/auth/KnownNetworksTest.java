package io.mailhelm.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.fake.HandClock;
import org.junit.jupiter.api.Test;

class KnownNetworksTest {
  private final HandClock clock = new HandClock();
  private final KnownNetworks known = new KnownNetworks(clock.elapsed());

  @Test
  void anAccountWithManyNetworksForgetsItsOwnOnly() {
    known.add(1, 100);
    for (int network = 1_000; network < 50_000; network++) {
      known.add(2, network);
    }
    assertThat(known.contains(1, 100)).isTrue();
    assertThat(known.contains(100)).isTrue();
    assertThat(known.contains(2, 49_999)).isTrue();
    assertThat(known.contains(2, 49_999 - KnownNetworks.PER_ACCOUNT)).isFalse();
    assertThat(known.contains(1_000)).isFalse();
  }

  @Test
  void keepsThoseOfTheAccountsThatLoggedInLast() {
    for (int account = 0; account <= KnownNetworks.CAPACITY; account++) {
      known.add(account, account);
    }
    assertThat(known.contains(0, 0)).isFalse();
    assertThat(known.contains(1, 1)).isTrue();
  }

  @Test
  void forgetsANetworkThatIsNotUsed() {
    known.add(1, 100);
    clock.advance(KnownNetworks.KEPT);
    assertThat(known.contains(1, 100)).isFalse();
    known.add(2, 200);
    assertThat(known.contains(100)).isFalse();
  }

  @Test
  void forgetsNoneBecauseTheClockIsSet() {
    known.add(1, 100);
    clock.setForward(KnownNetworks.KEPT);
    assertThat(known.contains(1, 100)).isTrue();
    clock.setBack(KnownNetworks.KEPT.multipliedBy(2));
    clock.advance(KnownNetworks.KEPT);
    assertThat(known.contains(1, 100)).isFalse();
  }

  @Test
  void knowsANetworkAsLongAsOneOfItsAccountsDoes() {
    known.add(1, 100);
    known.add(2, 100);
    for (int network = 0; network < KnownNetworks.PER_ACCOUNT; network++) {
      known.add(1, network);
    }
    assertThat(known.contains(1, 100)).isFalse();
    assertThat(known.contains(100)).isTrue();
  }
}
