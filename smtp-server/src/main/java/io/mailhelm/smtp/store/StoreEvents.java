package io.mailhelm.smtp.store;

/** What a store tells of itself. It is called from any thread; what it throws changes nothing. */
public interface StoreEvents {
  /** Nobody listens. */
  StoreEvents NONE = (where, cause) -> {};

  /**
   * Something failed that nobody waits for: what it was about is done all the same, or is done
   * later.
   *
   * @param where what was being done
   */
  void failed(String where, Throwable cause);
}
