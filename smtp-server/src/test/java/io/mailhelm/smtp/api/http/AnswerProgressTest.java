package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerProgressTest {
  private static final Duration TIME = Duration.ofSeconds(30);

  private final AtomicLong now = new AtomicLong();
  private final AnswerProgress answer = new AnswerProgress(now::get);

  private void passes(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private boolean isOverdueAfter(Duration time) {
    return answer.isOverdue(now.get() + time.toNanos(), TIME);
  }

  @Test
  void anAnswerThatNobodyReadsIsOverdueAfterTheTime() {
    answer.begin();
    answer.written(1_000_000);
    assertThat(isOverdueAfter(TIME.minusNanos(1))).isFalse();
    assertThat(isOverdueAfter(TIME)).isTrue();
  }

  @Test
  void oneThatIsReadByTheOctetIsOverdueAllTheSame() {
    answer.begin();
    answer.written(1_000_000);
    passes(TIME.minusSeconds(1));
    answer.taken(1);
    assertThat(isOverdueAfter(Duration.ZERO)).isFalse();
    assertThat(isOverdueAfter(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void oneThatIsReadFastEnoughHasTheTimeItTakes() {
    answer.begin();
    answer.written(1_000_000);
    passes(TIME);
    answer.taken(10 * ApiConnection.LEAST_RATE);
    assertThat(isOverdueAfter(Duration.ofSeconds(9))).isFalse();
    assertThat(isOverdueAfter(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void piecesThatAreReadLateAreCountedTogether() {
    answer.begin();
    for (int i = 0; i < 3; i++) {
      answer.written(1);
      passes(TIME.dividedBy(3));
      answer.taken(1);
    }
    answer.written(1);
    assertThat(isOverdueAfter(Duration.ZERO)).isTrue();
  }

  @Test
  void whatTheServerNeedsForThePiecesIsNotCounted() {
    answer.begin();
    answer.written(1);
    answer.taken(1);
    passes(Duration.ofHours(1));
    answer.written(1);
    assertThat(isOverdueAfter(Duration.ofSeconds(1))).isFalse();
    assertThat(answer.isStalled()).isFalse();
    passes(Duration.ofSeconds(1));
    assertThat(answer.isStalled()).isTrue();
  }

  @Test
  void theNextRequestBeginsAnew() {
    answer.begin();
    answer.written(1);
    passes(TIME.minusSeconds(1));
    answer.taken(1);
    assertThat(answer.hasBegun()).isTrue();
    answer.begin();
    assertThat(answer.hasBegun()).isFalse();
    answer.written(1);
    assertThat(isOverdueAfter(Duration.ofSeconds(2))).isFalse();
  }
}
