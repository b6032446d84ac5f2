package io.mailhelm.smtp.limit;

import java.util.EnumMap;
import java.util.Map;

/** The recipients of one key in every window. Not thread-safe. */
final class KeyCounts {
  private final Map<LimitWindow, WindowSums> windows = new EnumMap<>(LimitWindow.class);

  /** Recipients that RCPT was answered for and whose message has not come yet. */
  private long pending;

  KeyCounts() {
    for (var window : LimitWindow.values()) {
      windows.put(window, new WindowSums(window));
    }
  }

  WindowSums in(LimitWindow window) {
    return windows.get(window);
  }

  long pending() {
    return pending;
  }

  void pend(long recipients) {
    pending += recipients;
  }

  /** They do not come, or are added at last. */
  void pendNoMore(long recipients) {
    pending -= recipients;
    windows.values().forEach(WindowSums::forgetSearch);
  }

  void add(long at, long recipients) {
    windows.values().forEach(each -> each.add(at, recipients));
  }

  void remove(long at, long recipients) {
    windows.values().forEach(each -> each.remove(at, recipients));
  }

  /** Whether nothing counts any more. */
  boolean isOver(long now) {
    boolean over = pending == 0;
    for (var each : windows.values()) {
      over &= each.drop(now);
    }
    return over;
  }
}
