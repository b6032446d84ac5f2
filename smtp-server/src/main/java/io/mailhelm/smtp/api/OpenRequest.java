package io.mailhelm.smtp.api;

import io.mailhelm.smtp.store.Requester;

/**
 * One request whose answer is not taken yet; it has left when its connection has ended. The name is
 * the same for all requests of one caller: a user, the token, or an address of nobody known.
 */
public interface OpenRequest extends Requester {
  /**
   * Tells of it, once: on any thread, and at once where the connection has ended before.
   *
   * @param then does not wait and does not fail
   */
  void whenLeft(Runnable then);

  /**
   * Between two steps of long work.
   *
   * @throws ApiException 503, which nobody reads, where the connection has ended
   */
  default void requireHere() {
    if (hasLeft()) {
      throw ApiException.of(503, "The connection ended while the request was worked on.");
    }
  }
}
