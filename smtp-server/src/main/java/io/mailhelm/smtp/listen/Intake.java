package io.mailhelm.smtp.listen;

import java.util.List;

/**
 * The listeners as the rest of the server sees them: their state, and pausing them. Thread-safe.
 */
public interface Intake {
  /** The state of each declared listener, in the order declared. */
  List<ListenerStatus> listeners();

  /**
   * From now on new connections and transactions are turned away with 421; those that are open may
   * finish. What is queued is sent as before. Again: for connections that came at the same moment.
   */
  void pause();

  /** Takes mail again. */
  void resume();

  /** Whether new work is turned away: somebody paused it, or the server is ending. */
  boolean isPaused();

  /** How many connections are open. */
  int connections();
}
