package io.mailhelm.smtp.listen;

import io.mailhelm.config.Limits;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a connection has waited long enough. Its thread moves it, the watchdog looks at it; a whole
 * command or message must come in time, so a peer that sends an octet now and then gains nothing.
 */
final class Deadline {
  /** How long a client may be silent while others find no room. */
  static final Duration SILENT_IN_A_CROWD = Duration.ofSeconds(10);

  /** How long it may be there without a transaction then, whatever else it says. */
  static final Duration WITHOUT_MAIL_IN_A_CROWD = Duration.ofSeconds(30);

  private final LongSupplier clock;
  private final long began;
  private volatile long answeredAt;
  private volatile long inTransactionAt;
  private long messageEnd;
  private volatile boolean inMessage;
  private volatile long at;

  Deadline() {
    this(System::nanoTime);
  }

  /**
   * @param clock in nanoseconds, from whenever
   */
  Deadline(LongSupplier clock) {
    this.clock = clock;
    this.began = clock.getAsLong();
    this.answeredAt = began;
    this.inTransactionAt = began;
    this.at = began;
  }

  /** What the watchdog has to do. */
  enum State {
    FINE,
    PASSED,
    LONG_PASSED
  }

  /** Something was answered. */
  void moved(Limits limits, boolean receiving, boolean inTransaction) {
    long now = clock.getAsLong();
    if (receiving && !inMessage) {
      messageEnd = now + limits.dataTimeout().toNanos();
    }
    inMessage = receiving;
    answeredAt = now;
    if (inTransaction) {
      inTransactionAt = now;
    }
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
    at = clock.getAsLong() + time.toNanos();
  }

  private boolean isIdle(long now) {
    return now - answeredAt >= SILENT_IN_A_CROWD.toNanos()
        || now - inTransactionAt >= WITHOUT_MAIL_IN_A_CROWD.toNanos();
  }

  boolean isPassed() {
    return clock.getAsLong() - at >= 0;
  }

  /**
   * What is to be done.
   *
   * @param crowded whether newcomers find no room: who makes no use of a connection has less time
   *     then, but for a message under way
   */
  State check(long now, boolean crowded) {
    if (crowded && !inMessage && now - at < 0 && isIdle(now)) {
      at = now;
    }
    long late = now - at;
    if (late < 0) {
      return State.FINE;
    }
    return late < Watchdog.GRACE_MILLIS * 1_000_000L ? State.PASSED : State.LONG_PASSED;
  }
}
