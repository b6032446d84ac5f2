package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ServerLimits;
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
  private long received;

  private void after(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void answered(boolean inTransaction) {
    deadline.moved(ServerLimits.DEFAULT, 0, inTransaction);
  }

  private void receives(long message) {
    deadline.moved(ServerLimits.DEFAULT, message, true);
  }

  private State check(boolean crowded) {
    return deadline.check(now.get(), crowded, received);
  }

  @Test
  void whoIsSilentHasLessTimeInACrowd() {
    answered(true);
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
    answered(true);
    for (int i = 1; i <= 3; i++) { // NOOP
      assertThat(check(true)).as("after %d", i).isEqualTo(State.FINE);
      after(SILENT.minusMillis(1));
      answered(false);
    }
    after(Duration.ofMillis(3));
    assertThat(WITHOUT_MAIL).isEqualTo(SILENT.multipliedBy(3));
    assertThat(check(false)).isEqualTo(State.FINE);
    assertThat(check(true)).isEqualTo(State.PASSED);
  }

  @Test
  void whoSendsMailStays() {
    for (int i = 0; i < 10; i++) {
      answered(true);
      after(SILENT.minusMillis(1));
      assertThat(check(true)).isEqualTo(State.FINE);
      answered(false);
    }
  }

  @Test
  void aMessageUnderWayHasAllItsTime() {
    receives(1);
    after(ServerLimits.DEFAULT.dataTimeout().minusMillis(1));
    assertThat(check(false)).isEqualTo(State.FINE);
    after(Duration.ofMillis(1));
    assertThat(check(false)).isEqualTo(State.PASSED);
  }

  @Test
  void theNextMessageHasItsOwnTimeThoughItBeganWithTheEndOfTheOneBefore() {
    receives(1);
    after(ServerLimits.DEFAULT.dataTimeout().minusMillis(1));
    receives(2);
    after(ServerLimits.DEFAULT.dataTimeout().minusMillis(1));
    receives(2); // a chunk of it
    assertThat(check(false)).isEqualTo(State.FINE);
    after(Duration.ofMillis(1));
    assertThat(check(false)).isEqualTo(State.PASSED);
  }

  @Test
  void aMessageThatGrowsStaysInACrowd() {
    receives(1);
    for (int i = 0; i < 5; i++) {
      assertThat(check(true)).isEqualTo(State.FINE);
      after(WITHOUT_MAIL.minusMillis(1));
      received += Deadline.PROGRESS_IN_A_CROWD;
    }
  }

  @Test
  void aMessageThatStandsStillGoesInACrowd() {
    receives(1);
    assertThat(check(true)).isEqualTo(State.FINE);
    after(WITHOUT_MAIL.minusMillis(1));
    received += Deadline.PROGRESS_IN_A_CROWD - 1;
    assertThat(check(true)).isEqualTo(State.FINE);
    after(Duration.ofMillis(1));
    assertThat(check(false)).isEqualTo(State.FINE);
    assertThat(check(true)).isEqualTo(State.PASSED);
  }

  static ServerLimits commandTimeout(Duration time) {
    var base = ServerLimits.DEFAULT;
    return new ServerLimits(
        base.messageSize(),
        base.recipients(),
        base.connections(),
        base.connectionsPerAddress(),
        time,
        base.dataTimeout(),
        base.sessionTimeout(),
        base.errors(),
        base.authFailuresPerAddress(),
        base.authFailuresPerAccount(),
        base.authFailureWindow(),
        base.outboundConnections(),
        base.queue(),
        base.deliveryHistory(),
        base.http(),
        base.outbound(),
        base.storage());
  }

  @Test
  void aHandshakeHasLessTimeThanACommand() {
    deadline.shaking(ServerLimits.DEFAULT);
    after(Deadline.HANDSHAKE.minusMillis(1));
    assertThat(check(false)).isEqualTo(State.FINE);
    after(Duration.ofMillis(1));
    assertThat(check(false)).isEqualTo(State.PASSED);
  }

  @Test
  void aHandshakeHasNoMoreTimeThanACommand() {
    deadline.shaking(commandTimeout(Duration.ofSeconds(3)));
    after(Duration.ofSeconds(3));
    assertThat(check(false)).isEqualTo(State.PASSED);
  }

  @Test
  void inACrowdAHandshakeHasTheTimeOfWhoIsSilent() {
    deadline.shaking(ServerLimits.DEFAULT);
    after(SILENT.minusMillis(1));
    assertThat(check(true)).isEqualTo(State.FINE);
    after(Duration.ofMillis(1));
    assertThat(check(true)).isEqualTo(State.PASSED);
  }

  @Test
  void whoHasShakenHandsHasAllTheTimeOfACommand() {
    deadline.shaking(ServerLimits.DEFAULT);
    after(Deadline.HANDSHAKE.minusMillis(1));
    answered(false);
    after(ServerLimits.DEFAULT.commandTimeout().minusMillis(1));
    assertThat(check(false)).isEqualTo(State.FINE);
  }

  @Test
  void whoShakesHandsOrIsSilentMakesNoUseOfItsMemory() {
    deadline.shaking(ServerLimits.DEFAULT);
    after(Duration.ofMillis(5));
    assertThat(deadline.unused(now.get())).isEqualTo(5_000_000);
    answered(false);
    after(Deadline.SILENT_BESIDE_NEWCOMERS.minusMillis(1));
    assertThat(deadline.unused(now.get())).isNegative();
    after(Duration.ofMillis(1));
    assertThat(deadline.unused(now.get())).isEqualTo(1_000_000_000);
  }

  @Test
  void aMessageThatDoesNotGrowMakesNoUseOfItsMemory() {
    receives(1);
    assertThat(deadline.unused(now.get())).as("not looked at yet").isNegative();
    assertThat(check(false)).isEqualTo(State.FINE);
    after(SILENT.minusMillis(1));
    received += Deadline.PROGRESS_IN_A_CROWD - 1;
    assertThat(check(false)).isEqualTo(State.FINE);
    assertThat(deadline.unused(now.get())).isNegative();
    after(Duration.ofMillis(1));
    assertThat(deadline.unused(now.get())).isEqualTo(SILENT.toNanos());
    received += 1;
    assertThat(check(false)).isEqualTo(State.FINE);
    assertThat(deadline.unused(now.get())).as("it grew").isNegative();
  }

  @Test
  void whoIsEndedForOthersIsOver() {
    answered(true);
    assertThat(deadline.isPassed()).isFalse();
    deadline.pass();
    assertThat(deadline.isPassed()).isTrue();
  }
}
