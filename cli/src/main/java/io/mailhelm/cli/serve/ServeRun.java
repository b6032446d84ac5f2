package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.ServerFile;
import io.mailhelm.cli.data.TokenFile;
import io.mailhelm.smtp.api.ApiAccess;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.rehearsal.Rehearsal;
import io.mailhelm.smtp.serve.OpenPorts;
import io.mailhelm.smtp.serve.ServerProcess;
import io.mailhelm.smtp.serve.ShutdownSignals;
import io.mailhelm.smtp.threads.VitalThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a server from its first banner to its exit code: follows the folder, and ends on signals.
 */
final class ServeRun {
  private final ServeOptions options;
  private final DataFolder data;
  private final FolderReconciler reconciler;
  private final LiveConfig live;
  private final ServerProcess engine;

  ServeRun(
      ServeOptions options,
      DataFolder data,
      FolderReconciler reconciler,
      LiveConfig live,
      ServerProcess engine) {
    this.options = options;
    this.data = data;
    this.reconciler = reconciler;
    this.live = live;
    this.engine = engine;
  }

  /** Starts the APIs and returns when the server has ended. */
  int untilTheEnd(ApiAccess access) {
    new ShutdownSignals().onFirst(engine::end);
    VitalThread.start(Thread.ofPlatform().daemon(), "folder", this::follow);
    try {
      return engine.untilTheEnd(access, this::ready);
    } finally {
      forgetServer();
    }
  }

  private void tellCommands(OpenPorts ports) {
    var management = live.current().config().server().management();
    try {
      ServerFile.write(
          data,
          new ServerFile.Server(
              URI.create(ShellText.url(management, ports.management())),
              options.dev() ? ServerFile.TokenSource.NONE : TokenFile.source(System.getenv())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgetServer() {
    try {
      ServerFile.remove(data);
    } catch (IOException e) {
      System.err.println("mailhelm: " + e); // commands know by the process that it has ended
    }
  }

  /** To be called when all ports are open. */
  private void ready(OpenPorts ports) {
    var addresses =
        engine.listeners().stream()
            .filter(ListenerStatus::isListening)
            .collect(Collectors.toMap(ListenerStatus::name, ServeRun::endpoint));
    System.out.println(
        new Banner(
                options.folder(),
                options.data(),
                options.dev(),
                live.current().config(),
                addresses,
                ports)
            .text());
    Stream.concat(engine.listeners().stream(), engine.web().stream())
        .filter(status -> !status.isListening())
        .forEach(
            status ->
                System.out.println("  " + status.name() + " does not listen: " + status.problem()));
    tellCommands(ports);
    options.ports().file().ifPresent(file -> write(ports, file));
    if (options.rehearse()) {
      Thread.ofPlatform().name("rehearsal").start(() -> rehearse(ports));
    }
  }

  private void rehearse(OpenPorts ports) {
    try (var client = HttpClient.newHttpClient()) {
      var config = live.current().config();
      var user = config.users().getFirst().address().toString();
      var password = new FolderPasswords(options.folder(), Optional.of(data)).show(user);
      new Rehearsal(ports, config, new Rehearsal.Login(user, password), client, Optional.empty())
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      engine.end();
    }
  }

  private void follow() {
    try {
      reconciler.follow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String endpoint(ListenerStatus status) {
    var address = InetAddress.ofLiteral(status.address());
    return (address.isAnyLocalAddress() ? "*" : status.address()) + ":" + status.port();
  }

  private static void write(OpenPorts ports, Path file) {
    try {
      ports.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
