package io.mailhelm.operator.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void whatFailsAgainAndAgainIsTriedEverMoreSeldom() {
    assertThat(Rounds.afterFaults(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Rounds.afterFaults(3)).isEqualTo(Duration.ofSeconds(20));
    assertThat(Rounds.afterFaults(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void oneThatFailedGoesOnAtOnceWhenItIsCalledFor() {
    var rounds = new AtomicInteger();
    try (var all =
        Rounds.begin(
            "test",
            mine -> {
              if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("a fault");
              }
              return Duration.ofHours(1);
            })) {
      Awaitility.await().until(() -> rounds.get() == 1);
      all.call();
      Awaitility.await().until(() -> rounds.get() == 2);
    }
  }
}
