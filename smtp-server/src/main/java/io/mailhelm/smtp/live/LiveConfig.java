package io.mailhelm.smtp.live;

import io.mailhelm.config.AuthorityPem;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Problem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.sign.Signers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Holds the config that runs and the one that was last offered. {@link #current()} never blocks;
 * {@link #offer} runs one at a time.
 */
public final class LiveConfig {
  private final Clock clock;
  private final Observer observer;
  private final ReentrantLock offering = new ReentrantLock();
  private final List<Consumer<ConfigSnapshot>> preparations = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConfigSnapshot>> followers = new CopyOnWriteArrayList<>();
  private volatile String running = "";
  private volatile ConfigSnapshot current;
  private volatile Offered offered;

  /**
   * @param first what to run from the start
   * @throws IllegalArgumentException when a key in it cannot be used
   */
  public LiveConfig(ServerConfig first, List<Problem> problems, Clock clock, Observer observer) {
    this.clock = clock;
    this.observer = observer;
    this.current = snapshot(first, ConfigDocument.of(first).hash());
    this.offered = new Offered(current.hash(), List.copyOf(problems), "");
    observer.on(Event.ConfigLoaded.of(current.hash(), first));
  }

  /**
   * The config that the source last gave.
   *
   * @param hash of its document
   * @param problems the compiler's diagnostics, notes included
   * @param refusal why it does not run, empty when it does
   */
  public record Offered(String hash, List<Problem> problems, String refusal) {}

  /** The config that decisions are made by now. Take it once per decision. */
  public ConfigSnapshot current() {
    return current;
  }

  /**
   * The hash of the last config that is carried out in full: every follower has done what it
   * demands, mailboxes that go are gone. Empty before the first.
   */
  public String running() {
    return running;
  }

  /** The config that was last offered. */
  public Offered offered() {
    return offered;
  }

  /**
   * Calls {@code preparation} with every config that is about to be swapped in, on the thread that
   * offered. When it throws, the config is swapped in all the same: one that takes a login away
   * waits for nothing. What was not done then is for a follower to do.
   */
  public void prepare(Consumer<ConfigSnapshot> preparation) {
    preparations.add(preparation);
  }

  /**
   * Calls {@code follower} after every swap, on the thread that offered, and at {@link #settle}.
   * When it throws, {@link #offer} does, and the next offer of that config calls all followers
   * again.
   */
  public void follow(Consumer<ConfigSnapshot> follower) {
    followers.add(follower);
  }

  /**
   * Has the followers carry out what runs, where they have not yet: the first config before there
   * were any.
   */
  public void settle() {
    offering.lock();
    try {
      if (!running.equals(current.hash())) {
        tell();
      }
    } finally {
      offering.unlock();
    }
  }

  /**
   * Tells of a config that was offered and cannot be read; what runs goes on.
   *
   * @param hash of its document
   * @param refusal what is wrong with it
   */
  public void refuse(String hash, String refusal) {
    offering.lock();
    try {
      refuse(new Offered(hash, List.of(), refusal));
    } finally {
      offering.unlock();
    }
  }

  /**
   * Tells of a config that is there in part; what runs goes on until the rest has come.
   *
   * @param hash of its document; empty when not even that is known
   * @param missing what is
   */
  public void await(String hash, String missing) {
    offering.lock();
    try {
      offered = new Offered(hash, List.of(), missing);
    } finally {
      offering.unlock();
    }
  }

  /**
   * Swaps {@code config} in, or keeps what runs when a key in it cannot be used.
   *
   * @return whether it runs now
   */
  public boolean offer(ServerConfig config, List<Problem> problems) {
    offering.lock();
    try {
      var hash = ConfigDocument.of(config).hash();
      if (hash.equals(current.hash())) {
        offered = new Offered(hash, List.copyOf(problems), "");
        settle();
        return true;
      }
      return swap(config, hash, problems);
    } finally {
      offering.unlock();
    }
  }

  private boolean swap(ServerConfig config, String hash, List<Problem> problems) {
    ConfigSnapshot next;
    try {
      next = snapshot(config, hash);
    } catch (IllegalArgumentException e) {
      refuse(new Offered(hash, List.copyOf(problems), e.getMessage()));
      return false;
    }
    preparations.forEach(preparation -> prepare(preparation, next));
    current = next;
    offered = new Offered(hash, List.copyOf(problems), "");
    observer.on(Event.ConfigLoaded.of(hash, config));
    tell();
    return true;
  }

  private void prepare(Consumer<ConfigSnapshot> preparation, ConfigSnapshot next) {
    try {
      preparation.accept(next);
    } catch (RuntimeException e) {
      observer.on(new Event.Failed("config", e));
    }
  }

  /** Reports a refusal, unless it is the same again. */
  private void refuse(Offered refused) {
    if (!refused.equals(offered)) {
      offered = refused;
      observer.on(new Event.ConfigRejected(refused.hash(), refused.refusal()));
    }
  }

  /**
   * Calls the followers. One that fails does not keep the others from being called, and is called
   * again.
   */
  private void tell() {
    var failures = new ArrayList<RuntimeException>();
    for (var follower : followers) {
      try {
        follower.accept(current);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    running = current.hash();
  }

  private ConfigSnapshot snapshot(ServerConfig config, String hash) {
    return new ConfigSnapshot(
        config,
        hash,
        clock.instant(),
        new Directory(config),
        TlsIdentities.of(config),
        Signers.of(config),
        config.server().trustedCertificates().stream().map(AuthorityPem::certificate).toList());
  }
}
