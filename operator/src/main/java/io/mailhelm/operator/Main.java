package io.mailhelm.operator;

import io.javaoperatorsdk.operator.Operator;
import io.mailhelm.operator.dkimrotation.KeyRotations;
import io.mailhelm.operator.dnsreport.DnsReports;
import io.mailhelm.operator.report.ReadyCounts;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/** The operator, from its start until it is told to end. */
@QuarkusMain
public class Main {
  private static final String REHEARSE = "--rehearse";

  private Main() {}

  /**
   * @param arguments {@value #REHEARSE}: start, and end again, with nothing to operate on, so that
   *     the JVM learns which classes it takes (JEP 483)
   */
  public static void main(String... arguments) throws IOException {
    if (List.of(arguments).contains(REHEARSE)) {
      try (var cluster = new EmptyCluster()) {
        cluster.use();
        Quarkus.run(Operating.class, arguments);
      }
    } else {
      Quarkus.run(Operating.class, arguments);
    }
  }

  /** Starts the operator, which the extension leaves to an application that is one. */
  @Singleton
  static final class Operating implements QuarkusApplication {
    private final Operator operator;
    private final Leadership leadership;
    private final DnsReports reports;
    private final KeyRotations rotations;
    private final ReadyCounts counts;

    @Inject
    Operating(
        Operator operator,
        Leadership leadership,
        DnsReports reports,
        KeyRotations rotations,
        ReadyCounts counts) {
      this.counts = counts;
      this.operator = operator;
      this.leadership = leadership;
      this.reports = reports;
      this.rotations = rotations;
    }

    @Override
    public int run(String... arguments) {
      if (!List.of(arguments).contains(REHEARSE)) {
        operator.start();
        Quarkus.waitForExit();
      }
      return 0;
    }

    /** While there are connections still: once this is told to all, they are closed. */
    void end(@Observes ShutdownEvent event) {
      if (operator.getRuntimeInfo().isStarted()) {
        operator.stop();
        reports.close();
        rotations.close();
        counts.close();
        leadership.giveBack();
      }
    }
  }
}
