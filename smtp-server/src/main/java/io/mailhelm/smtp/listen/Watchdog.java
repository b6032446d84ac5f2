package io.mailhelm.smtp.listen;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps deadlines without a timer for each read: setting one is storing a number in the connection,
 * and one thread looks at all of them ten times a second. A connection that is overdue has its
 * reading side shut, which wakes its thread to say 421; one that still lives {@value #GRACE_MILLIS}
 * ms later, because its peer does not read either, is closed.
 */
final class Watchdog implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;
  static final long GRACE_MILLIS = 5_000;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("smtp-deadlines").unstarted(this::run);

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
    try {
      while (true) {
        Thread.sleep(PERIOD_MILLIS);
        long now = System.nanoTime();
        for (var connection : connections) {
          connection.check(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
