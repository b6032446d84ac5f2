package io.mailhelm.smtp.web;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.HttpLimits;
import io.mailhelm.config.Listener;
import io.mailhelm.smtp.listen.Acceptor;
import io.mailhelm.smtp.listen.HeldConnections;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.listen.TlsContexts;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.wire.Deadlines;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens the public web port as the config declares it. A port that cannot be bound is tried again
 * at the next config. Thread-safe.
 */
public final class WebServer implements AutoCloseable {
  /** What events call it. */
  static final String NAME = "web";

  /** For everything from the first octet of the handshake to the last of the answer. */
  private static final Duration TIME = Duration.ofSeconds(10);

  private final Shared shared;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Acceptor> open = Optional.empty();
  private Optional<Listener> declared = Optional.empty();
  private Optional<ListenerStatus> status = Optional.empty();
  private boolean closed;

  public WebServer(LiveConfig live, Observer observer, Clock clock) {
    this(live, observer, clock, TIME);
  }

  /**
   * @param time for a connection
   */
  WebServer(LiveConfig live, Observer observer, Clock clock, Duration time) {
    this.shared =
        new Shared(
            live,
            observer,
            clock,
            time,
            new HeldConnections(),
            new TlsContexts(),
            new Deadlines("web-deadlines"));
  }

  /** What all connections share. */
  record Shared(
      LiveConfig live,
      Observer observer,
      Clock clock,
      Duration time,
      HeldConnections connections,
      TlsContexts tls,
      Deadlines deadlines) {
    HttpLimits limits() {
      var limits = live.current().config().server().limits();
      return limits.http().atMost(DescriptorShares.of(limits).http());
    }
  }

  /** Opens the port where the config declares one, and follows its changes. */
  public void start() {
    follow(shared.live().current());
    shared.live().follow(this::follow);
  }

  /** How the port fares; empty where none is declared. */
  public Optional<ListenerStatus> status() {
    lock.lock();
    try {
      return status;
    } finally {
      lock.unlock();
    }
  }

  private void follow(ConfigSnapshot config) {
    lock.lock();
    try {
      var wanted = config.config().server().web().map(WebServer::listener);
      if (closed || (wanted.equals(declared) && open.isPresent() == wanted.isPresent())) {
        return;
      }
      open.ifPresent(Acceptor::close);
      open = Optional.empty();
      declared = wanted;
      status = wanted.map(this::listen);
    } finally {
      lock.unlock();
    }
  }

  private static Listener listener(HttpEndpoint endpoint) {
    return new Listener(
        NAME,
        Optional.of(endpoint.address()),
        endpoint.port(),
        Listener.Tls.Implicit,
        Listener.Auth.None,
        List.of());
  }

  private ListenerStatus listen(Listener listener) {
    try {
      var acceptor =
          Acceptor.open(
              (now, channel) -> new WebConnection(shared, channel), shared.observer(), listener);
      open = Optional.of(acceptor);
      return acceptor.status();
    } catch (IOException e) {
      shared.observer().on(new Event.Failed(NAME, e));
      return new ListenerStatus(
          NAME, listener.address().orElse(""), 0, String.valueOf(e.getMessage()));
    }
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      open.ifPresent(Acceptor::close);
      open = Optional.empty();
      status = Optional.empty();
    } finally {
      lock.unlock();
    }
    shared.deadlines().close();
  }
}
