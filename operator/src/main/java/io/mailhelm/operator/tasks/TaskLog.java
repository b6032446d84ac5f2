package io.mailhelm.operator.tasks;

import io.mailhelm.operator.cluster.RequestFailure;
import io.mailhelm.watch.TaskListener;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Logs the failures of repeated tasks, and remembers the tasks that have ended. Thread-safe. */
public final class TaskLog implements TaskListener {
  private static final Logger LOG = Logger.getLogger(TaskLog.class);

  @Override
  public void failed(String task, Exception failure, Duration pause) {
    var line = RequestFailure.line(failure);
    if (line.isPresent()) {
      LOG.warnf("%s goes on in %s: %s", task, pause, line.get());
    } else {
      LOG.errorf(failure, "%s goes on in %s", task, pause);
    }
  }

  @Override
  public void ended(String task, Error error) {
    EndedTasks.add(task);
  }
}
