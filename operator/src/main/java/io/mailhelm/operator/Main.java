package io.mailhelm.operator;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.mailhelm.config.DomainName;
import io.mailhelm.operator.check.InstallationCheck;
import io.mailhelm.operator.check.InstallationCheck.LeaseName;
import io.mailhelm.operator.cluster.RequestFailure;
import io.mailhelm.operator.report.ReadyCounts;
import io.mailhelm.operator.report.WatchedNamespaces;
import io.mailhelm.operator.watch.ServerWatches;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The entry point of the operator: runs it until it is told to end. */
@QuarkusMain
public class Main {
  private static final String REHEARSE = "--rehearse";
  private static final String CHECK = "--check";
  private static final Logger LOG = Logger.getLogger(Main.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Main() {}

  /**
   * @param arguments {@value #REHEARSE}: start and end again with nothing to operate on, so that
   *     the JVM records which classes it loads (JEP 483); {@value #CHECK}: check whether the
   *     installation works, and exit with 1 if it does not
   */
  public static void main(String... arguments) throws IOException {
    if (List.of(arguments).contains(REHEARSE)) {
      try (var cluster = new EmptyApiServer()) {
        cluster.use();
        Quarkus.run(Operating.class, arguments);
      }
    } else if (List.of(arguments).contains(CHECK)) {
      System.exit(check(System.getenv()) ? 0 : 1);
    } else {
      Quarkus.run(Operating.class, arguments);
    }
  }

  /** Uses the environment of the operator's own container. */
  private static boolean check(Map<String, String> environment) {
    var grants = DomainGrants.of(environment.getOrDefault("MAILHELM_ALLOW_DOMAINS", "[]"));
    var own = environment.getOrDefault("POD_NAMESPACE", "default");
    var watched = environment.getOrDefault("QUARKUS_OPERATOR_SDK_NAMESPACES", "");
    var namespaces = new TreeMap<String, Optional<DomainName>>();
    InstallationCheck.namespaces(watched, own)
        .forEach(
            namespace -> namespaces.put(namespace, grants.anyFor(namespace, "mailhelm-check")));
    try (var client = new KubernetesClientBuilder().build()) {
      return new InstallationCheck(
              client,
              namespaces,
              new LeaseName(own, environment.getOrDefault("MAILHELM_LEASE", FormerLease.NAME)),
              PATIENCE,
              System.out::println)
          .passes();
    }
  }

  /**
   * The Quarkus application that starts the operator: the SDK's extension does not do so by itself.
   */
  @Singleton
  static final class Operating implements QuarkusApplication {
    private final Operator operator;
    private final Leadership leadership;
    private final ServerWatches watches;
    private final ReadyCounts counts;
    private final WatchedNamespaces namespaces;

    @Inject
    Operating(
        Operator operator,
        Leadership leadership,
        ServerWatches watches,
        ReadyCounts counts,
        WatchedNamespaces namespaces) {
      this.counts = counts;
      this.namespaces = namespaces;
      this.operator = operator;
      this.leadership = leadership;
      this.watches = watches;
    }

    @Override
    public int run(String... arguments) {
      if (!List.of(arguments).contains(REHEARSE)) {
        leadership.carryOver();
        try {
          operator.start();
        } catch (OperatorException e) {
          LOG.errorf("the operator cannot start: %s", line(e));
          return 1;
        }
        Quarkus.waitForExit();
      }
      return 0;
    }

    /** A right to the Lease that is missing is no failed request. */
    private static String line(OperatorException e) {
      var root = Stream.iterate((Throwable) e, any -> any != null, Throwable::getCause);
      return RequestFailure.line(e)
          .orElseGet(() -> String.valueOf(root.reduce((one, next) -> next).orElse(e).getMessage()));
    }

    /** While there are connections still: once this is told to all, they are closed. */
    void end(@Observes ShutdownEvent event) {
      if (operator.getRuntimeInfo().isStarted()) {
        operator.stop();
        watches.close();
        counts.close();
        namespaces.close();
        leadership.giveBack();
      }
    }
  }
}
