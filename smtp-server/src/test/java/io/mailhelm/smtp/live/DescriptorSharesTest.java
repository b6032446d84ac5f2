package io.mailhelm.smtp.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorSharesTest {
  private static final ServerLimits LIMITS = ServerLimits.DEFAULT;
  private static final int OPEN = 90;

  @Test
  void whatFitsIsAsDeclared() {
    var shares = DescriptorShares.of(LIMITS, 1 << 20, OPEN);
    assertThat(shares.smtp()).isEqualTo(LIMITS.connections());
    assertThat(shares.http()).isEqualTo(LIMITS.http().connections());
    assertThat(shares.outbound()).isEqualTo(LIMITS.outboundConnections());
    assertThat(DescriptorShares.shortage(LIMITS, shares.needed(), OPEN)).isEmpty();
    assertThat(DescriptorShares.shortage(LIMITS, shares.needed() - 1, OPEN))
        .contains("ulimit -n", "limits.http.connections");
  }

  /** All connections that may be there at once leave the reserve alone. */
  @ParameterizedTest
  @ValueSource(ints = {512, 1_024, 4_096, 16_000})
  void whatDoesNotFitIsDividedAndTheReserveStays(int most) {
    var shares = DescriptorShares.of(LIMITS, most, OPEN);
    assertThat(shares.smtp()).isBetween(16, LIMITS.connections());
    assertThat(shares.http()).isBetween(4, LIMITS.http().connections());
    assertThat(shares.outbound()).isBetween(2, LIMITS.outboundConnections());
    long taken = shares.smtp() * 3L / 2 + shares.http() * 3L + shares.outbound() * 2L;
    assertThat(OPEN + taken + DescriptorShares.RESERVE).isLessThanOrEqualTo(most);
    assertThat(shares.smtp()).isGreaterThan(shares.http());
  }

  @Test
  void whereThereIsNextToNothingEachHasALittle() {
    var shares = DescriptorShares.of(LIMITS, 100, OPEN);
    assertThat(shares.smtp()).isEqualTo(16);
    assertThat(shares.http()).isEqualTo(4);
    assertThat(shares.outbound()).isEqualTo(2);
  }
}
