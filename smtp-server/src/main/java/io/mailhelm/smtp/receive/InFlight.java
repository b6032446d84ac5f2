package io.mailhelm.smtp.receive;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Tracks whether a transaction is open, for the connection's thread and the one that drains the
 * server: a session is told to stop either before MAIL or after the reply to the end of data, never
 * in between.
 */
public final class InFlight {
  private enum State {
    IDLE,
    OPEN,
    OPEN_THEN_STOP,
    STOPPED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** MAIL: begins a transaction unless the session was told to stop. */
  boolean begin() {
    return state.compareAndSet(State.IDLE, State.OPEN);
  }

  /** The transaction ended in whatever way. */
  void end() {
    if (!state.compareAndSet(State.OPEN, State.IDLE)) {
      state.compareAndSet(State.OPEN_THEN_STOP, State.STOPPED);
    }
  }

  /** Whether a transaction is open. */
  public boolean isOpen() {
    return switch (state.get()) {
      case OPEN, OPEN_THEN_STOP -> true;
      case IDLE, STOPPED -> false;
    };
  }

  /** Whether the session has to say 421 and end now. */
  public boolean isStopped() {
    return state.get() == State.STOPPED;
  }

  /**
   * Tells the session to stop as soon as no transaction is open.
   *
   * @return whether that is now: its thread may be waiting for a command and has to be woken
   */
  public boolean stop() {
    while (true) {
      if (state.compareAndSet(State.IDLE, State.STOPPED)) {
        return true;
      }
      if (state.compareAndSet(State.OPEN, State.OPEN_THEN_STOP)) {
        return false;
      }
      if (state.get() == State.OPEN_THEN_STOP || state.get() == State.STOPPED) {
        return state.get() == State.STOPPED;
      }
    }
  }
}
