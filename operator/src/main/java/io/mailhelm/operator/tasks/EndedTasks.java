package io.mailhelm.operator.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Reports the operator as not alive once an error has ended one of its repeated tasks for good.
 * What the task did is then no longer done, and only a new process starts it again. Thread-safe.
 */
@Liveness
@ApplicationScoped
public class EndedTasks implements HealthCheck {
  private static final Set<String> ENDED = new ConcurrentSkipListSet<>();

  static void add(String name) {
    ENDED.add(name);
  }

  /** Forgets the ended tasks, for tests that end one. */
  static void forget() {
    ENDED.clear();
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("rounds").status(ENDED.isEmpty());
    ENDED.forEach(
        name ->
            response.withData(name, "has ended by an error; see the log, start this pod again"));
    return response.build();
  }
}
