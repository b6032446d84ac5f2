package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.threads.VitalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Enforces the deadlines of all connections without a timer for each read: setting one is storing a
 * number in the connection, and one thread checks all of them ten times a second. A connection that
 * is overdue has its reading side shut, which wakes its thread to say 421; one that still lives
 * {@value #GRACE_MILLIS} ms later, because its peer does not read either, is closed. Where TLS
 * leaves little memory to newcomers, connections that make no use of theirs end as if they were
 * overdue.
 */
final class Watchdog implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;
  static final long GRACE_MILLIS = 5_000;
  private final BooleanSupplier isCrowded;
  private final TlsMemory tlsMemory;
  private final Observer observer;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      VitalThread.unstarted(Thread.ofPlatform().daemon(), "smtp-deadlines", this::run);

  /**
   * @param isCrowded whether newcomers find no room
   */
  Watchdog(BooleanSupplier isCrowded, TlsMemory tlsMemory, Observer observer) {
    this.isCrowded = isCrowded;
    this.tlsMemory = tlsMemory;
    this.observer = observer;
  }

  void start() {
    thread.start();
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  void remove(Connection connection) {
    connections.remove(connection);
  }

  Set<Connection> connections() {
    return connections;
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(PERIOD_MILLIS);
        long now = System.nanoTime();
        boolean crowded = isCrowded.getAsBoolean();
        for (var connection : connections) {
          look(connection, now, crowded);
        }
        for (var kind : ListenerKind.values()) {
          makeRoomForTls(kind, now);
        }
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException | Error e) {
        Thread.yield(); // no memory to go through them all: without this thread no deadline is kept
      }
    }
  }

  /** One connection that cannot be looked at is closed; the others keep their deadlines. */
  private void look(Connection connection, long now, boolean crowded) {
    try {
      connection.check(now, crowded);
    } catch (RuntimeException | Error e) {
      failed(connection, e);
    }
  }

  /** What connections that are ending hold is free soon; of the others those go that are idle. */
  private void makeRoomForTls(ListenerKind kind, long now) {
    long needed = tlsMemory.excess(kind);
    if (needed <= 0) {
      return;
    }
    var idle = new ArrayList<Eviction.Idle<Connection>>();
    for (var connection : connections) {
      var share = connection.tlsShare();
      long octets = share.octets();
      if (share.kind() != kind || octets == 0) {
        continue;
      }
      long unused = connection.unused(now);
      if (connection.isOver()) {
        needed -= octets;
      } else if (unused >= 0) {
        idle.add(new Eviction.Idle<>(connection, share.address(), octets, unused));
      }
    }
    end(Eviction.choose(idle, needed));
  }

  private void end(List<Connection> chosen) {
    for (var connection : chosen) {
      try {
        connection.end();
      } catch (RuntimeException | Error e) {
        failed(connection, e);
      }
    }
  }

  private void failed(Connection connection, Throwable e) {
    try {
      observer.on(new Event.Failed("deadline", e));
      connection.closeQuietly();
    } catch (RuntimeException | Error again) {
      Thread.yield(); // no memory even for that: the next look comes soon
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
