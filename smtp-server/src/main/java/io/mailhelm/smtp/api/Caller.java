package io.mailhelm.smtp.api;

import io.mailhelm.config.User;

/** Who asks, once the credentials are checked. */
public sealed interface Caller {
  /** Nobody we know: may see whether the server is up. */
  record Anonymous() implements Caller {}

  /** Whoever runs the server, by the token, or on loopback with {@code --dev}. */
  record Operator() implements Caller {}

  /** A user by the user's own password: the user's own mailbox and mail. */
  record Owner(User user) implements Caller {}

  /**
   * Refuses everybody but whoever runs the server.
   *
   * @throws ApiException 403
   */
  default void requireOperator() {
    if (!(this instanceof Operator)) {
      throw ApiException.forbidden(
          "This needs the server's token: a user's own password opens only the user's own mailbox.");
    }
  }
}
