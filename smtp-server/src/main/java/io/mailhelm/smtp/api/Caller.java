package io.mailhelm.smtp.api;

import io.mailhelm.config.User;

/** Who sent a request, once the credentials are checked. */
public sealed interface Caller {
  /** No credentials were given: may see whether the server is up. */
  record Anonymous() implements Caller {}

  /** The administrator: has the token, or is on loopback with {@code --dev}. */
  record Operator() implements Caller {}

  /** A user, by password: has access to the user's own mailbox and mail. */
  record Owner(User user) implements Caller {}

  /**
   * Refuses everybody but the administrator.
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
