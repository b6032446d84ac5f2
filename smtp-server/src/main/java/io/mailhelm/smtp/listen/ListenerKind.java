package io.mailhelm.smtp.listen;

import io.mailhelm.config.Listener;

/** The two kinds of listeners, between which connections and TLS memory are divided. */
enum ListenerKind {
  /** All clients log in. */
  SUBMISSION,
  /** Other servers connect, with or without clients that log in. */
  RELAY;

  static ListenerKind of(Listener listener) {
    return listener.auth() == Listener.Auth.Required ? SUBMISSION : RELAY;
  }
}
