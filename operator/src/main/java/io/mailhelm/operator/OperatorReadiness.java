package io.mailhelm.operator;

import io.javaoperatorsdk.operator.Operator;
import io.mailhelm.operator.report.WatchedNamespaces;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the operator has seen what it watches. A namespace that it may not read is named, and
 * does not count: an upgrade would fail for what its administrator took away. Thread-safe.
 */
@Readiness
@ApplicationScoped
public class OperatorReadiness implements HealthCheck {
  private final Operator operator;
  private final WatchedNamespaces namespaces;

  OperatorReadiness(Operator operator, WatchedNamespaces namespaces) {
    this.operator = operator;
    this.namespaces = namespaces;
  }

  @Override
  public HealthCheckResponse call() {
    var response =
        HealthCheckResponse.named("namespaces")
            .status(operator.getRuntimeInfo().isStarted() && namespaces.areReady());
    namespaces
        .refused()
        .forEach((namespace, why) -> response.withData("refused: " + namespace, why));
    return response.build();
  }
}
