package io.mailhelm.smtp.api;

import io.mailhelm.config.HttpEndpoint;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.net.BindException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs the APIs: starts Quarkus, reports when all ports are open, and waits until it is told to
 * end.
 */
public final class ApiLifecycle implements QuarkusApplication {
  private static final int CANNOT_LISTEN = 1;

  private final ApiContext node;
  private final BoundPorts ports;

  ApiLifecycle(ApiContext node, BoundPorts ports) {
    this.node = node;
    this.ports = ports;
  }

  /**
   * Serves the APIs of {@code node} until {@link #end}. Once in a process.
   *
   * @param management where to listen for the management API
   * @return the exit code; what kept the ports from opening is on standard error
   */
  public static int serve(ApiContext node, HttpEndpoint management) {
    ApiContext.install(node);
    System.setProperty("quarkus.http.host", management.address());
    System.setProperty("quarkus.http.port", Integer.toString(management.port()));
    var failure = new AtomicReference<Throwable>();
    var code = new AtomicInteger();
    Quarkus.run(
        ApiLifecycle.class,
        (exit, cause) -> {
          code.set(exit);
          failure.set(cause);
        });
    if (failure.get() != null) {
      System.err.println("mailhelm: " + explain(failure.get(), management));
      return CANNOT_LISTEN;
    }
    return code.get();
  }

  /** Lets {@link #serve} return 0. It must have called {@link ApiContext#onReady} before. */
  public static void end() {
    Quarkus.asyncExit(0);
  }

  @Override
  public int run(String... arguments) {
    node.onReady().accept(ports);
    Quarkus.waitForExit();
    return 0;
  }

  /** The message in a chain of exceptions that a person can act on. */
  private static String explain(Throwable failure, HttpEndpoint management) {
    var cause = failure;
    while (cause.getCause() != null && !(cause instanceof CannotListenException)) {
      cause = cause.getCause();
    }
    if (cause instanceof BindException) {
      return CannotListenException.of("management API", management, cause).getMessage();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
