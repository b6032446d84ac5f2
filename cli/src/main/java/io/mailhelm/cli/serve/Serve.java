package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.TokenFile;
import io.mailhelm.smtp.SmtpServer;
import io.mailhelm.smtp.api.Node;
import io.mailhelm.smtp.api.Token;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.observe.EventLog;
import io.mailhelm.smtp.observe.Metrics;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.sqlite.SqliteMailStore;
import java.time.Clock;
import java.util.Optional;

/** Puts the server together, runs it, and takes it apart in the opposite order. */
public final class Serve {
  private static final int CANNOT_START = 1;

  private final Options options;
  private final DataFolder data;
  private final Token token;
  private final Clock clock = Clock.systemUTC();

  private Serve(Options options, DataFolder data, Token token) {
    this.options = options;
    this.data = data;
    this.token = token;
  }

  /** Serves until it is told to end, and returns the exit code. */
  public static int run(Options options) throws Exception {
    var data = DataFolder.open(options.data());
    var token = TokenFile.read(data, System.getenv());
    try (var lock = data.lock().orElse(null)) {
      if (lock == null) {
        throw new IllegalArgumentException(
            "another mailhelm serves from %s: stop it, or name another folder with --data"
                .formatted(data.root()));
      }
      return new Serve(options, data, token).run();
    }
  }

  private int run() throws Exception {
    try (var log = new EventLog(options.logFormat(), System.out, options.logFile(), clock)) {
      var metrics = new Metrics(clock);
      metrics.watchLog(log);
      var observer = Observer.all(metrics, log);
      var report = new Report(new StatusFiles(data), observer, clock);
      try (var reconciler =
          new FolderReconciler(
              options.folder(), data, options.dev(), PortOverride.of(options), report, clock)) {
        return run(reconciler, metrics, log);
      }
    }
  }

  private int run(FolderReconciler reconciler, Metrics metrics, EventLog log) throws Exception {
    var observer = Observer.all(metrics, log);
    var first = reconciler.begin();
    if (first.config().isEmpty()) {
      System.err.println("mailhelm: nothing can be served from " + options.folder() + " as it is");
      return CANNOT_START;
    }
    var live = new LiveConfig(first.config().get(), first.problems(), clock, observer);
    try (var store = SqliteMailStore.open(data.mail());
        var server = new SmtpServer(live, store, observer, clock)) {
      removeMailboxes(live, store);
      metrics.watchStore(() -> figures(store));
      server.start();
      reconciler.drive(live);
      var running = new Running(options, data, reconciler, live, server, log);
      Node.install(
          new Node(
              live,
              store,
              server.logins(),
              server.submissions(),
              server::listeners,
              Optional.of(new FolderUsers(options.folder(), reconciler, live)),
              token,
              options.dev(),
              live.current().config().server().mailApi(),
              PortOverride.probes(options),
              metrics,
              observer,
              clock,
              running::ready));
      return running.untilTheEnd();
    }
  }

  private static Metrics.StoreFigures figures(MailStore store) {
    var status = store.status();
    return new Metrics.StoreFigures(status.accepting(), status.messages(), status.octets());
  }

  /**
   * Tombstones are carried out wherever a config begins to run; removing what is gone does nothing.
   */
  private static void removeMailboxes(LiveConfig live, MailStore store) {
    live.follow(snapshot -> removeMailboxes(snapshot, store));
    removeMailboxes(live.current(), store);
  }

  private static void removeMailboxes(Snapshot snapshot, MailStore store) {
    snapshot.config().tombstones().forEach(tombstone -> store.deleteMailbox(tombstone.mailboxId()));
  }
}
