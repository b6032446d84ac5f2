package io.mailhelm.smtp.listen;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.threads.VitalThread;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A bound port and the thread that accepts its connections; each connection gets a thread of its
 * own. The accepting thread is a platform thread, so that it never waits for a carrier. When it
 * cannot accept more (no file descriptor, no memory) it reports that once a minute, waits a moment
 * and tries again.
 */
public final class Acceptor {
  private static final int BACKLOG = 4_096;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TOLD = Duration.ofMinutes(1);
  private final Observer observer;
  private final Serving serving;
  private final ServerSocketChannel channel;
  private final Consumer<Runnable> threads;
  private final InetSocketAddress bound;
  private volatile Listener listener;

  /** When a failure was told of last; the thread's own. */
  private Optional<Long> told = Optional.empty();

  /** Makes the task that serves a connection and closes it. */
  public interface Serving {
    /**
     * The work of one connection's thread.
     *
     * @param listener as it is declared now
     */
    Runnable connection(Listener listener, SocketChannel channel);
  }

  private Acceptor(
      Serving serving,
      Observer observer,
      ServerSocketChannel channel,
      Listener listener,
      Consumer<Runnable> threads)
      throws IOException {
    this.serving = serving;
    this.observer = observer;
    this.threads = threads;
    this.channel = channel;
    this.listener = listener;
    this.bound = (InetSocketAddress) channel.getLocalAddress();
  }

  /**
   * Binds and begins to take connections.
   *
   * @throws IOException with a sentence that says what to do
   */
  static Acceptor open(ListenerContext shared, Listener listener) throws IOException {
    return open(shared, listener, Thread::startVirtualThread);
  }

  /**
   * As above.
   *
   * @param threads runs each connection in a thread of its own
   */
  static Acceptor open(ListenerContext shared, Listener listener, Consumer<Runnable> threads)
      throws IOException {
    return open(
        (now, channel) -> new Connection(shared, now, channel),
        shared.observer(),
        listener,
        threads);
  }

  /**
   * As above, for a port that speaks something else.
   *
   * @param listener its name, address and port
   */
  public static Acceptor open(Serving serving, Observer observer, Listener listener)
      throws IOException {
    return open(serving, observer, listener, Thread::startVirtualThread);
  }

  /**
   * As above.
   *
   * @param threads runs each connection in a thread of its own
   */
  public static Acceptor open(
      Serving serving, Observer observer, Listener listener, Consumer<Runnable> threads)
      throws IOException {
    var channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address(listener), BACKLOG);
      var acceptor = new Acceptor(serving, observer, channel, listener, threads);
      VitalThread.start(Thread.ofPlatform().daemon(), "accept-" + listener.name(), acceptor::run);
      return acceptor;
    } catch (IOException | IllegalArgumentException e) {
      channel.close();
      throw new IOException(advice(listener, e), e);
    }
  }

  private static InetSocketAddress address(Listener listener) {
    return listener
        .address()
        .map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), listener.port()))
        .orElseGet(() -> new InetSocketAddress(listener.port()));
  }

  private static String advice(Listener listener, Exception e) {
    var where = listener.address().orElse("*") + ":" + listener.port();
    return switch (e) {
      case BindException taken when listener.port() < 1_024 && listener.port() > 0 ->
          "cannot bind %s (%s): ports below 1024 need a privilege; declare another or grant it"
              .formatted(where, e.getMessage());
      case BindException taken ->
          "cannot bind %s (%s): end what uses the port or declare another"
              .formatted(where, e.getMessage());
      default -> "cannot bind %s: %s".formatted(where, e.getMessage());
    };
  }

  private void run() {
    while (channel.isOpen()) {
      try {
        serve(channel.accept());
      } catch (AsynchronousCloseException e) {
        return;
      } catch (ClosedChannelException e) {
        if (!channel.isOpen()) {
          return;
        }
      } catch (IOException | RuntimeException | Error e) {
        failed(e); // out of file descriptors or of memory, most likely
      }
    }
  }

  private void serve(SocketChannel socket) throws IOException {
    boolean begun = false;
    try {
      threads.accept(serving.connection(listener, socket));
      begun = true;
    } finally {
      if (!begun) {
        socket.close();
      }
    }
  }

  /** Tells of it and waits: to try again at once would only burn the processor. */
  private void failed(Throwable e) {
    try {
      long now = System.nanoTime();
      if (told.isEmpty() || now - told.get() >= TOLD.toNanos()) {
        observer.on(new Event.Failed("listener " + listener.name(), e));
        told = Optional.of(now);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    } catch (RuntimeException | Error again) {
      Thread.yield(); // not even memory to tell of it: the port stays open all the same
    }
  }

  /** New connections get the listener as it is declared now. */
  void redeclare(Listener now) {
    listener = now;
  }

  /** Where it listens. */
  public ListenerStatus status() {
    return new ListenerStatus(
        listener.name(), bound.getAddress().getHostAddress(), bound.getPort(), "");
  }

  /** Takes no more connections; those it took go on. */
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      observer.on(new Event.Failed("listener " + listener.name(), e));
    }
  }
}
