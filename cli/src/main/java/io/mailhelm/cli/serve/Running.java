package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.smtp.SmtpServer;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.CannotListenException;
import io.mailhelm.smtp.api.HttpEdge;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.EventLog;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * A server between its first banner and its exit code: the HTTP edge, the watched folder, the
 * signals.
 */
final class Running {
  private final Options options;
  private final DataFolder data;
  private final FolderReconciler reconciler;
  private final LiveConfig live;
  private final SmtpServer server;
  private final EventLog log;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  Running(
      Options options,
      DataFolder data,
      FolderReconciler reconciler,
      LiveConfig live,
      SmtpServer server,
      EventLog log) {
    this.options = options;
    this.data = data;
    this.reconciler = reconciler;
    this.live = live;
    this.server = server;
    this.log = log;
  }

  /** Starts the APIs and returns when the server has ended. */
  int untilTheEnd() {
    new Signals().onFirst(this::end);
    Thread.ofPlatform().name("folder").daemon().start(this::follow);
    var management = live.current().config().server().management();
    System.setProperty("quarkus.http.host", management.address());
    System.setProperty("quarkus.http.port", Integer.toString(management.port()));
    var failure = new AtomicReference<Throwable>();
    var code = new AtomicReference<>(0);
    Quarkus.run(
        HttpEdge.class,
        (exit, cause) -> {
          code.set(exit);
          failure.set(cause);
        });
    if (failure.get() != null) {
      System.err.println("mailhelm: " + explain(failure.get()));
      return 1;
    }
    return code.get();
  }

  /** All ports are open. */
  void ready(BoundPorts bound) {
    Logger.getLogger("").addHandler(log.handler());
    var config = live.current().config();
    var listening = server.listeners().stream().filter(ListenerStatus::isListening).toList();
    var ports =
        new Ports(
            listening.stream()
                .collect(Collectors.toMap(ListenerStatus::name, ListenerStatus::port)),
            bound.management(),
            bound.mailApi(),
            bound.probes());
    var addresses =
        listening.stream()
            .collect(
                Collectors.toMap(
                    ListenerStatus::name, status -> status.address() + ":" + status.port()));
    System.out.println(
        new Banner(options.folder(), options.data(), options.dev(), config, addresses, ports)
            .text());
    server.listeners().stream()
        .filter(status -> !status.isListening())
        .forEach(
            status ->
                System.out.println("  " + status.name() + " does not listen: " + status.problem()));
    options.portsFile().ifPresent(file -> write(ports, file));
    ready.complete(null);
    if (options.rehearse()) {
      Thread.ofPlatform().name("rehearsal").start(() -> rehearse(ports));
    }
  }

  private void rehearse(Ports ports) {
    try {
      new Rehearsal(ports, new Passwords(options.folder(), data), live.current().config()).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end();
    }
  }

  private void follow() {
    try {
      reconciler.follow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    server.drain(live.current().config().server().drainTimeout());
    // Quarkus takes a request to end only once it has begun.
    ready.join();
    Quarkus.asyncExit(0);
  }

  private static String endpoint(ListenerStatus status) {
    var address = InetAddress.ofLiteral(status.address());
    return (address.isAnyLocalAddress() ? "*" : status.address()) + ":" + status.port();
  }

  private static void write(Ports ports, java.nio.file.Path file) {
    try {
      ports.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sentence in a chain of exceptions that a person can act on. */
  private String explain(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null && !(cause instanceof CannotListenException)) {
      cause = cause.getCause();
    }
    if (cause instanceof BindException) {
      var management = live.current().config().server().management();
      return "the management API cannot listen on %s port %d: %s: stop what uses it, or choose another port"
          .formatted(management.address(), management.port(), cause.getMessage());
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
