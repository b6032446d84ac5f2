package io.mailhelm.smtp.api;

import io.mailhelm.smtp.store.Requester;

/**
 * A request whose client has not yet received the whole answer. It has left when its connection has
 * ended. The name is the same for all requests of one caller: a user, the token, or the address of
 * an anonymous client.
 */
public interface OpenRequest extends Requester {
  /**
   * Calls {@code then} once when the request has left: on any thread, and at once where the
   * connection has ended before.
   *
   * @param then does not wait and does not fail
   */
  void whenLeft(Runnable then);

  /**
   * Ends long work whose client has left; to be called between two steps of it.
   *
   * @throws ApiException 503, which nobody reads, where the connection has ended
   */
  default void requireHere() {
    if (hasLeft()) {
      throw ApiException.of(503, "The connection ended while the request was worked on.");
    }
  }
}
