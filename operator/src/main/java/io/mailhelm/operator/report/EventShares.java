package io.mailhelm.operator.report;

import io.mailhelm.dns.ElapsedTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many Events are written of one reason, for resources of one kind in one namespace. If
 * the same goes wrong with a thousand users at once, a few get an Event, and every status says it.
 * Any thread.
 */
final class EventShares {
  /** Within {@link #WINDOW}. */
  static final int AT_MOST = 20;

  static final Duration WINDOW = Duration.ofMinutes(10);

  /** The most counters that are kept; beyond that all are forgotten. */
  private static final int KEPT = 10_000;

  private final ElapsedTime time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Window> windows = new HashMap<>();

  private record Key(String namespace, String kind, String reason) {}

  private record Window(Duration end, int told) {}

  /**
   * @param time for {@link #WINDOW}
   */
  EventShares(ElapsedTime time) {
    this.time = time;
  }

  /** What is done with an Event. */
  enum Share {
    /** It is written. */
    TOLD,
    /** It is written, and says that it is the last for a while. */
    LAST,
    /** It is not written. */
    UNTOLD
  }

  /** Counts an Event, and says what is done with it. */
  Share take(String namespace, String kind, String reason) {
    lock.lock();
    try {
      if (windows.size() >= KEPT) {
        windows.values().removeIf(window -> time.isPast(window.end()));
        if (windows.size() >= KEPT) {
          windows.clear();
        }
      }
      var window =
          windows.compute(
              new Key(namespace, kind, reason),
              (key, open) ->
                  open == null || time.isPast(open.end())
                      ? new Window(time.now().plus(WINDOW), 1)
                      : new Window(open.end(), Math.min(open.told() + 1, AT_MOST + 1)));
      return window.told() < AT_MOST
          ? Share.TOLD
          : window.told() == AT_MOST ? Share.LAST : Share.UNTOLD;
    } finally {
      lock.unlock();
    }
  }
}
