package io.mailhelm.smtp.listen;

import java.util.List;

/**
 * The listeners as the rest of the server sees them: their state, and pausing them. Thread-safe.
 */
public interface Intake {
  /** The state of each declared listener, in the order declared. */
  List<ListenerStatus> listeners();

  /**
   * Turns new connections and transactions away with 421 from now on; those that are open may
   * finish. Queued mail is sent as before. Calling it again also stops connections that came at the
   * same moment.
   */
  void pause();

  /** Takes mail again. */
  void resume();

  /** Whether new work is turned away: it was paused, or the server is ending. */
  boolean isPaused();

  /** How many connections are open. */
  int connections();
}
