package io.mailhelm.watch;

import java.time.Duration;

/** Is told when a {@link RepeatedTask} fails. Thread-safe. */
public interface TaskListener {
  /** A task failed, and is tried again after a pause. */
  void failed(String task, Exception failure, Duration pause);

  /** An error ended a task for good: only a new process starts it again. */
  void ended(String task, Error error);
}
