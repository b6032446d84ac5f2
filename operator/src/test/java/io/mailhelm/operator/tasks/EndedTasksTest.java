package io.mailhelm.operator.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.watch.RepeatedTask;
import io.mailhelm.watch.TaskKind;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operator one of whose tasks has ended says that it is not alive. */
class EndedTasksTest {
  private final EndedTasks health = new EndedTasks();

  @AfterEach
  void forget() {
    EndedTasks.forget();
  }

  @Test
  void anErrorEndsATaskAndLiveness() {
    assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    try (var task =
        RepeatedTask.start(
            TaskKind.DNS,
            "example",
            any -> {
              throw new StackOverflowError();
            },
            new TaskLog())) {
      Awaitility.await()
          .dontCatchUncaughtExceptions() // the error is what ends it
          .until(() -> health.call().getStatus() == Status.DOWN);
      assertThat(health.call().getData().orElseThrow()).containsKey("dns of example");
    }
  }

  @Test
  void aFaultThatCanPassDoesNot() {
    try (var task =
        RepeatedTask.start(
            TaskKind.DNS,
            "example",
            any -> {
              any.close();
              throw new IllegalStateException();
            },
            new TaskLog())) {
      Awaitility.await().until(task::isClosed);
      assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    }
  }
}
