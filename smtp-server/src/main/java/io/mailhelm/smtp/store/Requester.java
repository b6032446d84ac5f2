package io.mailhelm.smtp.store;

/**
 * A caller for whom the store reads. Reads of different requesters take turns. The store calls its
 * methods on threads of its own.
 */
public interface Requester {
  /** The server itself: it waits for what it asked, and what it reads is bounded otherwise. */
  Requester SERVER =
      new Requester() {
        @Override
        public String name() {
          return "server";
        }

        @Override
        public boolean hasLeft() {
          return false;
        }

        @Override
        public void hold(int objects, long characters) {
          // it reads no more than it has room for
        }
      };

  /** Who it is: requests with one name share one turn. */
  String name();

  /** Whether the requester has left. The read is then not begun, and ends if it was. */
  boolean hasLeft();

  /**
   * Draws the memory for what is about to be made of a row. What it throws ends the read, and is
   * thrown to the caller.
   *
   * @param objects 1 or more
   * @param characters of their texts, or a few more
   */
  void hold(int objects, long characters);
}
