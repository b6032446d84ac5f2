package io.mailhelm.smtp.store;

import java.nio.file.Path;

/** Receives events of a store. It is called from any thread; what it throws changes nothing. */
public interface StoreEvents {
  /** Ignores every event. */
  StoreEvents NONE = (where, cause) -> {};

  /**
   * Bodies that no row names were moved aside at the start.
   *
   * @param folder where they are now
   */
  default void strayBodies(long count, Path folder) {}

  /**
   * Bodies that rows name were not there at the start: their messages are listed, and cannot be
   * opened.
   *
   * @param named how many rows name one
   * @param folder where they should be
   */
  default void bodiesMissing(long count, long named, Path folder) {}

  /**
   * Bodies that were aside were moved back at the start: the database names them again.
   *
   * @param folder where they had been
   */
  default void bodiesReturned(long count, Path folder) {}

  /**
   * The database keeps the room that deleted mail leaves: it has to be written once more before it
   * can give that back, and the disk has no room for a second one.
   *
   * @param octets it needs
   */
  default void cannotShrink(Path database, long octets) {}

  /**
   * Something failed that nobody waits for: what it was about is done all the same, or is done
   * later.
   *
   * @param where what was being done
   */
  void failed(String where, Throwable cause);
}
