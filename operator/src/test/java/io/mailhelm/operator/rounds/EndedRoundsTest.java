package io.mailhelm.operator.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operator whose rounds have ended says that it is not alive. */
class EndedRoundsTest {
  private final EndedRounds health = new EndedRounds();

  @AfterEach
  void forget() {
    EndedRounds.forget();
  }

  @Test
  void anErrorEndsRoundsAndLiveness() {
    assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    try (var rounds =
        Rounds.begin(
            "dns of example",
            any -> {
              throw new StackOverflowError();
            })) {
      Awaitility.await()
          .dontCatchUncaughtExceptions() // the error is what ends them
          .until(() -> health.call().getStatus() == Status.DOWN);
      assertThat(health.call().getData().orElseThrow()).containsKey("dns of example");
    }
  }

  @Test
  void aFaultThatCanPassDoesNot() {
    try (var rounds =
        Rounds.begin(
            "dns of example",
            any -> {
              any.close();
              throw new IllegalStateException();
            })) {
      Awaitility.await().until(rounds::isClosed);
      assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    }
  }
}
