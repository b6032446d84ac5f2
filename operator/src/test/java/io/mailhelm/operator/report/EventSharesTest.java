package io.mailhelm.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.operator.report.EventShares.Share;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EventSharesTest {
  private final AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
  private final EventShares shares = new EventShares(new ElapsedTime(() -> now.get().toNanos()));

  private Share take() {
    return shares.take("team", "MailUser", "NotSeen");
  }

  @Test
  void tellsOfSoManyWithinAWindowAndOfMoreInTheNext() {
    for (int i = 1; i < EventShares.AT_MOST; i++) {
      assertThat(take()).isEqualTo(Share.TOLD);
    }
    assertThat(take()).isEqualTo(Share.LAST);
    assertThat(take()).isEqualTo(Share.UNTOLD);
    now.set(EventShares.WINDOW.minusMillis(1));
    assertThat(take()).isEqualTo(Share.UNTOLD);
    now.set(EventShares.WINDOW);
    assertThat(take()).isEqualTo(Share.TOLD);
    assertThat(shares.take("other", "MailUser", "NotSeen")).isEqualTo(Share.TOLD);
  }
}
