package io.mailhelm.smtp.pod;

import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.api.ApiAccess;
import io.mailhelm.smtp.api.ApiKeys;
import io.mailhelm.smtp.api.ProbeServer;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.LogFormat;
import io.mailhelm.smtp.observe.Telemetry;
import io.mailhelm.smtp.serve.OpenPorts;
import io.mailhelm.smtp.serve.Readiness;
import io.mailhelm.smtp.serve.ServerProcess;
import io.mailhelm.smtp.serve.ShutdownSignals;
import io.mailhelm.smtp.store.VolumeRefusedException;
import io.mailhelm.smtp.threads.VitalThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs the server of a pod, from its first probe to its exit code. */
final class PodServer {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final PodOptions options;
  private final Optional<String> name;
  private final Consumer<OpenPorts> whenOpen;
  private final Clock clock = Clock.systemUTC();
  private final Readiness readiness = new Readiness();

  /** Empty when it ended before there was anything to serve. */
  private final CompletableFuture<Optional<ServerProcess>> started = new CompletableFuture<>();

  private final CompletableFuture<PodVolumes> mounted = new CompletableFuture<>();

  /**
   * @param name what its cluster calls it; empty: it is in none
   */
  PodServer(PodOptions options, Optional<String> name) {
    this(options, name, ports -> {});
  }

  /**
   * @param whenOpen is told once, when all ports are open
   */
  PodServer(PodOptions options, Optional<String> name, Consumer<OpenPorts> whenOpen) {
    this.options = options;
    this.name = name;
    this.whenOpen = whenOpen;
  }

  /**
   * Serves until it is told to end.
   *
   * @return the exit code
   * @throws IOException with a sentence for the operator: a volume is not there, the store cannot
   *     be opened, or has not the mail that was on the volume
   */
  int run() throws IOException, InterruptedException {
    new ShutdownSignals().onFirst(this::end);
    try (var telemetry = Telemetry.open(LogFormat.JSON, System.out, Optional.empty(), clock);
        var probes =
            ProbeServer.open(
                options.probes(), readiness, telemetry.metrics(), telemetry.observer());
        var volumes = PodVolumes.open(options)) {
      mounted.complete(volumes);
      var first = new FirstConfig(volumes, readiness, telemetry.observer(), clock).await(LOOK);
      if (first.isEmpty()) {
        started.complete(Optional.empty());
        return 0;
      }
      var front = new ServerProcess.Front(telemetry, readiness, probes.port(), clock, name);
      return serve(first.get(), volumes, front);
    }
  }

  private int serve(LiveConfig live, PodVolumes volumes, ServerProcess.Front front)
      throws IOException {
    // A folder of its own: that of the volume belongs to root, and lost+found may be in it.
    try (var engine = ServerProcess.start(live, options.data().resolve("mail"), front)) {
      started.complete(Optional.of(engine));
      var keys = new ApiKeys(volumes.keys().value().orElseThrow());
      var followed = new ConfigFollower(volumes, live, keys, front.telemetry().observer());
      VitalThread.start(Thread.ofPlatform().daemon(), "volumes", () -> follow(followed));
      return engine.untilTheEnd(
          new ApiAccess(
              () -> volumes.token().value().orElseThrow(),
              false,
              Optional.empty(),
              Optional.of(keys)),
          this::open);
    } catch (VolumeRefusedException e) {
      throw e.with(
          "To go on without that mail: kubectl -n %s annotate maildomain %s --overwrite %s=%s"
              .formatted(
                  namespace(live.current().config()),
                  live.current().config().server().domain(),
                  ExpectedStore.ACCEPTED_LOSS,
                  e.store()));
    }
  }

  /** A MailDomain has its users in its own; nothing else tells a pod. */
  private static String namespace(ServerConfig config) {
    return config.users().stream()
        .map(user -> user.resource().namespace())
        .findFirst()
        .orElse("NAMESPACE");
  }

  private void open(OpenPorts ports) {
    try {
      if (options.portsFile().isPresent()) {
        ports.write(options.portsFile().get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    whenOpen.accept(ports);
  }

  private static void follow(ConfigFollower followed) {
    try {
      followed.follow(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends in good order, whether or not there was anything to serve yet. */
  void end() {
    readiness.is(() -> "the server is ending");
    try {
      mounted.join().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    started.join().ifPresent(ServerProcess::end);
  }
}
