package io.mailhelm.smtp.observe;

import java.util.List;

/** Receives events, on the thread on which they happen: it must be quick and must not throw. */
@FunctionalInterface
public interface Observer {
  /** Ignores every event. */
  Observer NONE = event -> {};

  void on(Event event);

  /** Passes every event on to {@code observers}, in this order. */
  static Observer all(Observer... observers) {
    var all = List.of(observers);
    return event -> all.forEach(observer -> observer.on(event));
  }
}
