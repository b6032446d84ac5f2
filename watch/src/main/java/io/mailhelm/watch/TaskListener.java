package io.mailhelm.watch;

import java.time.Duration;

/** Is told when a {@link RepeatedTask} fails. Thread-safe. */
public interface TaskListener {
  /**
   * It failed, and is tried again after a pause.
   *
   * @param subject what it is about
   */
  void failed(TaskKind kind, String subject, Exception failure, Duration pause);

  /** An error ended it for good: nothing but a new process begins it again. */
  void ended(String task, Error error);
}
