package io.mailhelm.smtp.limit;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import java.util.Optional;

/** Tells once a window that a limit is near, and that it is reached. Not thread-safe. */
final class LimitEvents {
  private final Observer observer;

  LimitEvents(Observer observer) {
    this.observer = observer;
  }

  /** Recipients were added to a window. */
  void used(Limit limit, WindowSums sums, long now) {
    long used = sums.used(now);
    if (used >= limit.most()) {
      reached(limit, sums, now);
    } else if (limit.isNear(used) && sums.tellApproached(now)) {
      observer.on(event(Event.LimitUsed.Level.APPROACHED, limit, used));
    }
  }

  /** There was no room for a recipient, or there is none for the next. */
  void reached(Limit limit, WindowSums sums, long now) {
    if (sums.tellReached(now)) {
      observer.on(event(Event.LimitUsed.Level.REACHED, limit, sums.used(now)));
    }
  }

  private static Event event(Event.LimitUsed.Level level, Limit limit, long used) {
    return new Event.LimitUsed(
        level,
        limit.policy(),
        limit.isOfUser() ? Optional.of(limit.key().name()) : Optional.empty(),
        limit.window().words(),
        limit.most(),
        used);
  }
}
