package io.mailhelm.smtp.listen;

import java.util.List;

/** Whether mail is taken from outside, and where. Thread-safe. */
public interface Intake {
  /** How each declared listener fares, in the order declared. */
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
