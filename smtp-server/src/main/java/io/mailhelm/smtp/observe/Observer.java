package io.mailhelm.smtp.observe;

import java.util.List;

/** Hears what happens. Called on the thread it happens on: it must be quick and must not throw. */
@FunctionalInterface
public interface Observer {
  /** Hears nothing. */
  Observer NONE = event -> {};

  void on(Event event);

  /** Hears what happens and passes it on, in this order. */
  static Observer all(Observer... observers) {
    var all = List.of(observers);
    return event -> all.forEach(observer -> observer.on(event));
  }
}
