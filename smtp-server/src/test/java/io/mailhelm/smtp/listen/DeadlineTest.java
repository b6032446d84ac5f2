package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Limits;
import io.mailhelm.smtp.listen.Deadline.State;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a session may do with its time, and what while newcomers find no room. */
class DeadlineTest {
  private static final Duration SILENT = Deadline.SILENT_IN_A_CROWD;
  private static final Duration WITHOUT_MAIL = Deadline.WITHOUT_MAIL_IN_A_CROWD;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // it may run over
  private final Deadline deadline = new Deadline(now::get);

  private void after(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void answered(boolean receiving, boolean inTransaction) {
    deadline.moved(Limits.DEFAULT, receiving, inTransaction);
  }

  private State check(boolean crowded) {
    return deadline.check(now.get(), crowded);
  }

  @Test
  void whoIsSilentHasLessTimeInACrowd() {
    answered(false, true);
    after(SILENT.minusMillis(1));
    assertThat(check(true)).isEqualTo(State.FINE);
    after(Duration.ofMillis(1));
    assertThat(check(false)).isEqualTo(State.FINE);
    assertThat(check(true)).isEqualTo(State.PASSED);
    assertThat(deadline.isPassed()).isTrue();
    after(Duration.ofMillis(Watchdog.GRACE_MILLIS));
    assertThat(check(true)).isEqualTo(State.LONG_PASSED);
  }

  @Test
  void whoTalksAndSendsNoMailHasNotMuchMore() {
    answered(false, true);
    for (int i = 1; i <= 3; i++) { // NOOP
      assertThat(check(true)).as("after %d", i).isEqualTo(State.FINE);
      after(SILENT.minusMillis(1));
      answered(false, false);
    }
    after(Duration.ofMillis(3));
    assertThat(WITHOUT_MAIL).isEqualTo(SILENT.multipliedBy(3));
    assertThat(check(false)).isEqualTo(State.FINE);
    assertThat(check(true)).isEqualTo(State.PASSED);
  }

  @Test
  void whoSendsMailStays() {
    for (int i = 0; i < 10; i++) {
      answered(false, true);
      after(SILENT.minusMillis(1));
      assertThat(check(true)).isEqualTo(State.FINE);
      answered(false, false);
    }
  }

  @Test
  void aMessageUnderWayHasAllItsTime() {
    answered(true, true);
    after(WITHOUT_MAIL);
    assertThat(check(true)).isEqualTo(State.FINE);
    after(Limits.DEFAULT.dataTimeout().minus(WITHOUT_MAIL));
    assertThat(check(false)).isEqualTo(State.PASSED);
  }
}
