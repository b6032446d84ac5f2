package io.mailhelm.smtp.listen;

import io.mailhelm.config.Limits;
import java.time.Duration;

/**
 * When a connection has waited long enough. Its thread moves it, the watchdog looks at it; a whole
 * command or message must come in time, so a peer that sends an octet now and then gains nothing.
 */
final class Deadline {
  private final long began = System.nanoTime();
  private long messageEnd;
  private boolean inMessage;
  private volatile long at = began;

  /** What the watchdog has to do. */
  enum State {
    FINE,
    PASSED,
    LONG_PASSED
  }

  /** Something was answered. */
  void moved(Limits limits, boolean receiving, boolean inTransaction) {
    long now = System.nanoTime();
    if (receiving && !inMessage) {
      messageEnd = now + limits.dataTimeout().toNanos();
    }
    inMessage = receiving;
    if (receiving) {
      at = messageEnd;
      return;
    }
    long sessionEnd = began + limits.sessionTimeout().toNanos();
    if (inTransaction) {
      sessionEnd += limits.dataTimeout().toNanos();
    }
    long commandEnd = now + limits.commandTimeout().toNanos();
    at = commandEnd - sessionEnd < 0 ? commandEnd : sessionEnd;
  }

  /** Everything is said; what the peer still sends is waited for this long. */
  void linger(Duration time) {
    at = System.nanoTime() + time.toNanos();
  }

  boolean isPassed() {
    return System.nanoTime() - at >= 0;
  }

  State check(long now) {
    long late = now - at;
    if (late < 0) {
      return State.FINE;
    }
    return late < Watchdog.GRACE_MILLIS * 1_000_000L ? State.PASSED : State.LONG_PASSED;
  }
}
