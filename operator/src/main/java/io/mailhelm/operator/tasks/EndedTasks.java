package io.mailhelm.operator.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * The repeated tasks that an error has ended for good. The operator is not alive then: what they
 * did is not done any longer, and nothing but a new process begins them again. Thread-safe.
 */
@Liveness
@ApplicationScoped
public class EndedTasks implements HealthCheck {
  private static final Set<String> ENDED = new ConcurrentSkipListSet<>();

  static void add(String name) {
    ENDED.add(name);
  }

  /** Forgets them, for tests that end one. */
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
