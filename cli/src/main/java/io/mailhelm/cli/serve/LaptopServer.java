package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.NativeLibraries;
import io.mailhelm.cli.data.TokenFile;
import io.mailhelm.smtp.api.ApiAccess;
import io.mailhelm.smtp.api.ApiToken;
import io.mailhelm.smtp.api.CannotListenException;
import io.mailhelm.smtp.api.ProbeServer;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.observe.Telemetry;
import io.mailhelm.smtp.serve.Readiness;
import io.mailhelm.smtp.serve.ServerProcess;
import io.mailhelm.watch.NetworkLookups;
import io.mailhelm.watch.ServerWatch;
import java.time.Clock;
import java.util.Optional;

/** Puts the server of a laptop together, runs it, and takes it apart in the opposite order. */
public final class LaptopServer {
  private static final int CANNOT_START = 1;

  private final ServeOptions options;
  private final DataFolder data;
  private final ApiToken token;
  private final Clock clock = Clock.systemUTC();

  private LaptopServer(ServeOptions options, DataFolder data, ApiToken token) {
    this.options = options;
    this.data = data;
    this.token = token;
  }

  /** Serves until it is told to end, and returns the exit code. */
  public static int run(ServeOptions options) throws Exception {
    var data = DataFolder.open(options.data());
    var token = TokenFile.read(data, System.getenv());
    try (var lock = data.lock().orElse(null)) {
      if (lock == null) {
        throw new IllegalArgumentException(
            "another mailhelm serves from %s: stop it, or name another folder with --data"
                .formatted(data.root()));
      }
      NativeLibraries.prepare(data);
      return new LaptopServer(options, data, token).run();
    }
  }

  private int run() throws Exception {
    try (var telemetry =
        Telemetry.open(options.logFormat(), System.out, options.logFile(), clock)) {
      var report = new CompilationReport(new StatusFiles(data), telemetry.observer(), clock);
      try (var reconciler =
          new FolderReconciler(
              options.folder(), data, options.dev(), PortOverride.of(options), report, clock)) {
        return run(reconciler, telemetry);
      }
    } catch (CannotListenException e) {
      System.err.println(
          "mailhelm: %s (%s)"
              .formatted(e.getMessage(), PortOverride.advice(options, e.endpoint())));
      return CANNOT_START;
    }
  }

  private int run(FolderReconciler reconciler, Telemetry telemetry) throws Exception {
    var first = reconciler.begin();
    if (first.config().isEmpty()) {
      System.err.println("mailhelm: nothing can be served from " + options.folder() + " as it is");
      return CANNOT_START;
    }
    var readiness = new Readiness();
    var live = new LiveConfig(first.config().get(), first.problems(), clock, telemetry.observer());
    try (var probes =
            ProbeServer.open(
                PortOverride.probes(options),
                readiness,
                telemetry.metrics(),
                telemetry.observer());
        var engine =
            ServerProcess.start(
                live,
                data.mail(),
                new ServerProcess.Front(
                    telemetry, readiness, probes.port(), clock, Optional.empty()));
        var domains = watch(reconciler, telemetry.observer())) {
      live.settle();
      telemetry
          .metrics()
          .watchDomains(
              () -> DnsFigures.of(live.current().config(), domains.observed(), clock.instant()));
      reconciler.drive(
          live,
          domains,
          () ->
              LaptopObservations.of(
                  LaptopTraffic.of(engine.peers(), engine.port25()),
                  engine.sending().standings(),
                  engine.sending().warmUps()));
      var users = new FolderUsers(options.folder(), reconciler, live);
      return new ServeRun(options, data, reconciler, live, engine)
          .untilTheEnd(
              new ApiAccess(() -> token, options.dev(), Optional.of(users), Optional.empty()));
    }
  }

  private ServerWatch watch(FolderReconciler reconciler, Observer observer) {
    var events = new DomainEvents(reconciler, observer);
    return new ServerWatch(
        new ServerWatch.Shared(new NetworkLookups(clock), events, clock), events);
  }
}
