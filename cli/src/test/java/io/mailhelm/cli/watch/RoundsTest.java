package io.mailhelm.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundsTest {

  /** It would keep a carrier thread for good: with two cores, two domains stop everything. */
  @Test
  void aLookThatAsksForTheNextOneAtOnceDoesNotGoRound() throws Exception {
    var looks = new CountDownLatch(1000);
    try (var rounds =
        new Rounds<String>(
            "test",
            (name, subject) -> {
              looks.countDown();
              return Duration.ZERO;
            },
            event -> {})) {
      rounds.of(Map.of("example.test", "as declared"));

      assertThat(looks.await(1, TimeUnit.SECONDS)).isFalse();
    }
    assertThat(looks.getCount()).isLessThan(1000);
  }
}
