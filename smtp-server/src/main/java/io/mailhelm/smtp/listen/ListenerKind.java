package io.mailhelm.smtp.listen;

import io.mailhelm.config.Listener;

/** Whom a listener is for: what connections take is divided between the two. */
enum ListenerKind {
  /** Everybody logs in. */
  SUBMISSION,
  /** Other servers come, or both. */
  RELAY;

  static ListenerKind of(Listener listener) {
    return listener.auth() == Listener.Auth.Required ? SUBMISSION : RELAY;
  }
}
