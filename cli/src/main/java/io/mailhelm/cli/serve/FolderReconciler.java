package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.FolderKeyStore;
import io.mailhelm.cli.data.LastGoodFolder;
import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.cli.folder.FolderWatch;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.DomainFindings;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.watch.ServerWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Keeps the running server in step with the folder: gather, compile, apply, report. {@link
 * #reconcile} may be called from any thread; it runs one at a time.
 */
final class FolderReconciler implements AutoCloseable {
  /**
   * Generated certificates expire and mail bounces without any change of a file, so the folder is
   * reconciled at least this often.
   */
  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final SigningKeys signingKeys;
  private final FolderInput gathering;
  private final LastGoodFolder lastGood;
  private final CompilationReport report;
  private final FolderWatch watch;
  private final UnaryOperator<ServerConfig> overrides;
  private Optional<ServerConfig> running;
  private Optional<Driven> driven = Optional.empty();
  private Optional<Reported> last = Optional.empty();
  private boolean closed;

  /**
   * @param overrides the command line's changes of ports, whatever is declared
   */
  FolderReconciler(
      Path folder,
      DataFolder data,
      boolean dev,
      UnaryOperator<ServerConfig> overrides,
      CompilationReport report,
      Clock clock)
      throws IOException {
    this.signingKeys = SigningKeys.in(data, clock);
    this.gathering = new FolderInput(folder, data, signingKeys, dev, clock);
    this.lastGood = new LastGoodFolder(data);
    this.report = report;
    this.watch = new FolderWatch();
    this.overrides = overrides;
    this.running = lastGood.read();
  }

  /**
   * Compiles for the first time. The caller runs the result and then calls {@link #drive}.
   *
   * @return the compilation, with the command line's overrides in it
   */
  Compilation begin() throws IOException {
    lock.lock();
    try {
      var compiled = compile(Set.of());
      if (compiled.compilation().config().isEmpty()) {
        report(compiled, false);
      }
      last = Optional.of(new Reported(compiled, false));
      return overridden(compiled.compilation());
    } finally {
      lock.unlock();
    }
  }

  /**
   * To be called once the result of {@link #begin} runs in {@code config}. From now on changes go
   * there, and {@code domains} follows them.
   *
   * @param server supplies what the server tells for statuses
   */
  void drive(LiveConfig config, ServerWatch domains, Supplier<LaptopObservations> server)
      throws IOException {
    lock.lock();
    try {
      driven = Optional.of(new Driven(config, domains, server));
      var compiled = last.orElseThrow().compiled();
      compiled.compilation().config().ifPresent(this::applied);
      report(compiled, true);
      follow(driven.get(), compiled);
    } finally {
      lock.unlock();
    }
  }

  /** Brings the server in step with the present folder, and returns when that is done. */
  Compilation reconcile() throws IOException {
    return reconcile(Set.of());
  }

  /**
   * The same.
   *
   * @param kept mailboxes that stay, whatever the removed declaration said of them
   */
  Compilation reconcile(Set<String> kept) throws IOException {
    lock.lock();
    try {
      var compiled = compile(kept);
      var compilation = compiled.compilation();
      var runs = compilation.config().map(config -> apply(config, compilation)).orElse(false);
      report(compiled, runs);
      if (runs) {
        driven.ifPresent(to -> follow(to, compiled));
      }
      return compilation;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps all others from the folder while {@code change} writes into it and reconciles. */
  <T> T exclusively(Change<T> change) throws IOException {
    lock.lock();
    try {
      return change.apply();
    } finally {
      lock.unlock();
    }
  }

  /** Reports the same compilation again, because its statuses may have changed. */
  void reportAgain() throws IOException {
    whileOpen(
        () -> {
          var before = last.orElseThrow();
          report(before.compiled(), before.runs());
          return true;
        });
  }

  /** Compiles again, because something other than the folder has changed. */
  void compileAgain() throws IOException {
    whileOpen(
        () -> {
          reconcile();
          return true;
        });
  }

  /** Makes a change, unless this is closed. */
  private boolean whileOpen(Change<Boolean> change) throws IOException {
    return exclusively(() -> !closed && change.apply());
  }

  /** A change of the folder. */
  @FunctionalInterface
  interface Change<T> {
    T apply() throws IOException;
  }

  /** Reconciles whenever the folder changes, until this is closed. Uses the calling thread. */
  void follow() throws InterruptedException {
    while (watch.await(AT_LEAST_EVERY)) {
      try {
        reconcile();
      } catch (IOException | RuntimeException e) {
        report.failed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      watch.close();
    } finally {
      lock.unlock();
    }
  }

  private record Compiled(FolderInput.Gathered gathered, Compilation compilation) {}

  private record Reported(Compiled compiled, boolean runs) {}

  /** The running config, and what is observed of its domains. */
  private record Driven(LiveConfig live, ServerWatch domains, Supplier<LaptopObservations> server) {
    Map<String, DomainFindings> findings() {
      return domains.observed().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().findings()));
    }
  }

  private void follow(Driven to, Compiled compiled) {
    to.domains()
        .follow(
            WatchedFolder.of(
                compiled.gathered(),
                compiled.compilation(),
                to.live().current().config(),
                name -> new FolderKeyStore(signingKeys, name, write -> whileOpen(write::run))));
  }

  private Compiled compile(Set<String> kept) throws IOException {
    var gathered = gathering.gather(running, kept);
    if (watch.watch(gathered.folders())) {
      // What changed between the reading and the watching would go unnoticed.
      gathered = gathering.gather(running, kept);
    }
    return new Compiled(gathered, Compiler.compile(gathered.input()));
  }

  private boolean apply(ServerConfig config, Compilation compilation) {
    var runs =
        driven
            .map(to -> to.live().offer(overrides.apply(config), compilation.problems()))
            .orElse(false);
    if (runs) {
      applied(config);
    }
    return runs;
  }

  private void applied(ServerConfig config) {
    // Whoever runs the config has removed these mailboxes by now. Kept, their tombstones would
    // remove them again at the next start, with what has come since.
    keep(config.withTombstones(List.of()));
  }

  private void report(Compiled compiled, boolean runs) throws IOException {
    last = Optional.of(new Reported(compiled, runs));
    report.compiled(
        compiled.gathered(),
        compiled.compilation(),
        runs,
        driven.map(Driven::findings).orElse(Map.of()),
        driven.map(to -> to.server().get()).orElse(LaptopObservations.NONE));
  }

  private Compilation overridden(Compilation compilation) {
    return compilation.withConfig(compilation.config().map(overrides));
  }

  private void keep(ServerConfig config) {
    if (running.filter(config::equals).isPresent()) {
      return;
    }
    try {
      lastGood.write(config);
      running = Optional.of(config);
    } catch (IOException e) {
      // It runs all the same; only a restart would not know it as the predecessor.
      running = Optional.of(config);
      report.failed(e);
    }
  }
}
