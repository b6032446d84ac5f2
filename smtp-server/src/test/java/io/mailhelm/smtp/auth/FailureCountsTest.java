package io.mailhelm.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.fake.HandClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FailureCountsTest {
  private static final Duration WINDOW = Duration.ofMinutes(16);
  private final HandClock clock = new HandClock();
  private final FailureCounts counts = new FailureCounts(clock.elapsed(), 1 << 14);
  private final Random random = new Random(1);

  @Test
  void forgetsNobodysFailuresForThoseOfOthers() {
    long key = random.nextLong();
    counts.add(key, WINDOW);
    counts.add(key, WINDOW);
    for (int i = 0; i < 200_000; i++) {
      counts.add(random.nextLong(), WINDOW);
    }
    assertThat(counts.reached(key, 2, WINDOW)).isTrue();
  }

  @Test
  void holdsNobodyToWhatThousandsOfOthersFailed() {
    for (int i = 0; i < 3_000; i++) {
      long key = random.nextLong();
      for (int failure = 0; failure < 30; failure++) {
        counts.add(key, WINDOW);
      }
    }
    var held = 0;
    for (int i = 0; i < 10_000; i++) {
      held += counts.reached(random.nextLong(), 30, WINDOW) ? 1 : 0;
    }
    assertThat(held).isLessThan(50);
  }

  @Test
  void forgetsAFailureWhenTheWindowHasPassedAndNotBefore() {
    counts.add(1, WINDOW);
    clock.advance(WINDOW.minusMillis(1));
    assertThat(counts.reached(1, 1, WINDOW)).isTrue();
    clock.advance(WINDOW.dividedBy(16).plusMillis(1));
    assertThat(counts.reached(1, 1, WINDOW)).isFalse();
  }

  @Test
  void slidesItsWindow() {
    for (int i = 0; i < 40; i++) {
      counts.add(1, WINDOW);
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(counts.reached(1, 16, WINDOW)).isTrue();
    assertThat(counts.reached(1, 18, WINDOW)).isFalse();
  }

  @Test
  void countsAsLongHoweverTheClockIsSet() {
    counts.add(1, WINDOW);
    clock.setBack(Duration.ofDays(30));
    assertThat(counts.reached(1, 1, WINDOW)).isTrue();
    clock.setForward(Duration.ofDays(60));
    assertThat(counts.reached(1, 1, WINDOW)).isTrue();
    clock.setBack(Duration.ofDays(1));
    clock.advance(WINDOW.plus(WINDOW.dividedBy(16)));
    assertThat(counts.reached(1, 1, WINDOW)).isFalse();
  }

  @Test
  void tellsNoMoreApartThanItsLargestCount() {
    for (int i = 0; i < FailureCounts.MAX; i++) {
      counts.add(1, WINDOW);
    }
    assertThat(counts.reached(1, Integer.MAX_VALUE, WINDOW)).isTrue();
  }
}
