package io.mailhelm.smtp.observe;

/** Hears what happens. Called on the thread it happens on: it must be quick and must not throw. */
@FunctionalInterface
public interface Observer {
  /** Hears nothing. */
  Observer NONE = event -> {};

  void on(Event event);
}
