package io.mailhelm.smtp.api;

/**
 * The memory that one request and its answer hold, drawn from the budget of mail in transit. It is
 * given back when the answer has left for the client or the connection has ended.
 */
public interface HeldMemory {
  /**
   * Draws more memory, before it is allocated.
   *
   * @param octets more than are held by now
   * @throws ApiException 429 when the caller holds its share already, 503 when all that requests
   *     may hold is held; both say when to try again
   */
  void hold(long octets);
}
