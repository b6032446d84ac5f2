package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.threads.VitalThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Keeps deadlines without a timer for each read: setting one is storing a number in the connection,
 * and one thread looks at all of them ten times a second. A connection that is overdue has its
 * reading side shut, which wakes its thread to say 421; one that still lives {@value #GRACE_MILLIS}
 * ms later, because its peer does not read either, is closed.
 */
final class Watchdog implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;
  static final long GRACE_MILLIS = 5_000;
  private final BooleanSupplier isCrowded;
  private final Observer observer;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      VitalThread.unstarted(Thread.ofPlatform().daemon(), "smtp-deadlines", this::run);

  /**
   * @param isCrowded whether newcomers find no room
   */
  Watchdog(BooleanSupplier isCrowded, Observer observer) {
    this.isCrowded = isCrowded;
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
