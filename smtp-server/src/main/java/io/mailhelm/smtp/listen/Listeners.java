package io.mailhelm.smtp.listen;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.receive.Conversations;
import io.mailhelm.smtp.receive.TransitMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens and closes ports, so that those are open that the config declares. A port that cannot be
 * bound is tried again at the next config, and its problem shown until then. Thread-safe.
 */
public final class Listeners implements Intake, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);
  private final ListenerContext shared;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Acceptor> open = new HashMap<>();
  private List<ListenerStatus> status = List.of();
  private boolean ending;
  private boolean closed;

  public Listeners(LiveConfig live, Conversations conversations, Observer observer) {
    var counts = new ConnectionCounts();
    var tlsMemory = new TlsMemory(conversations.inTransit().limit());
    this.shared =
        new ListenerContext(
            live,
            conversations,
            observer,
            counts,
            new PeerCounts(),
            new TlsContexts(),
            tlsMemory,
            new Watchdog(
                () -> isCrowded(live, counts, conversations.inTransit()), tlsMemory, observer),
            new AtomicBoolean());
  }

  /** Whether newcomers find no room: too many are connected, or messages hold the memory. */
  static boolean isCrowded(LiveConfig live, ConnectionCounts counts, TransitMemory inTransit) {
    var limits = live.current().config().server().limits();
    return counts.isCrowded(DescriptorShares.of(limits).smtp()) || inTransit.isScarce();
  }

  /** What makes a socket another one. A port the system gives belongs to the name. */
  private record Key(String address, int port, String name) {
    static Key of(Listener listener) {
      return new Key(
          listener.address().orElse(""),
          listener.port(),
          listener.port() == 0 ? listener.name() : "");
    }
  }

  /** Opens what the config declares and follows its changes. */
  public void start() {
    shared.watchdog().start();
    follow(shared.live().current());
    shared.live().follow(this::follow);
  }

  private void follow(ConfigSnapshot config) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      var declared = new HashMap<Key, Listener>();
      config.config().server().listeners().forEach(each -> declared.put(Key.of(each), each));
      open.entrySet()
          .removeIf(
              entry -> {
                boolean gone = !declared.containsKey(entry.getKey());
                if (gone) {
                  entry.getValue().close();
                }
                return gone;
              });
      var now = new ArrayList<ListenerStatus>();
      for (var listener : config.config().server().listeners()) {
        now.add(listen(listener));
      }
      status = List.copyOf(now);
    } finally {
      lock.unlock();
    }
  }

  private ListenerStatus listen(Listener listener) {
    var running = open.get(Key.of(listener));
    if (running != null) {
      running.redeclare(listener);
      return running.status();
    }
    try {
      var acceptor = Acceptor.open(shared, listener);
      open.put(Key.of(listener), acceptor);
      return acceptor.status();
    } catch (IOException e) {
      shared.observer().on(new Event.Failed("listener " + listener.name(), e));
      return new ListenerStatus(
          listener.name(), listener.address().orElse(""), 0, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<ListenerStatus> listeners() {
    lock.lock();
    try {
      return shared.draining().get() ? status.stream().map(this::draining).toList() : status;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pause() {
    shared.draining().set(true);
    shared.watchdog().connections().forEach(Connection::stop);
  }

  @Override
  public void resume() {
    lock.lock();
    try {
      shared.draining().set(ending);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isPaused() {
    return shared.draining().get();
  }

  @Override
  public int connections() {
    return shared.watchdog().connections().size();
  }

  /** The peers that talked to them. */
  public PeerSample peers() {
    return shared.peers().sample();
  }

  private ListenerStatus draining(ListenerStatus open) {
    return new ListenerStatus(
        open.name(),
        open.address(),
        open.port(),
        ending
            ? "the server is ending: it takes no new work"
            : "it is drained: it takes no new mail until DELETE /drain (mailhelm drain --resume)");
  }

  /**
   * Turns new work away with 421 and lets transactions that are open finish.
   *
   * @return whether all sessions ended within {@code time}
   */
  public boolean drain(Duration time) {
    lock.lock();
    try {
      ending = true;
      shared.draining().set(true);
    } finally {
      lock.unlock();
    }
    long end = System.nanoTime() + time.toNanos();
    shared.watchdog().connections().forEach(Connection::stop);
    while (!shared.watchdog().connections().isEmpty()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
      shared.watchdog().connections().forEach(Connection::stop); // one may just have come in
    }
    return true;
  }

  /** Closes every port and every connection, whatever it does. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      open.values().forEach(Acceptor::close);
      open.clear();
    } finally {
      lock.unlock();
    }
    shared.watchdog().connections().forEach(Connection::closeQuietly);
    shared.watchdog().close();
  }
}
