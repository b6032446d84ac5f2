package io.mailhelm.smtp.api;

/** Whoever waits for the answer to one request. */
public interface Requester {
  /** The same for all requests of one caller: a user, the token, or an address of nobody known. */
  String key();

  /** Whether the connection has ended, so that nobody takes an answer. */
  boolean hasLeft();

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
