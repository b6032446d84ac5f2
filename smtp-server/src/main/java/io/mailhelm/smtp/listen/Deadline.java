package io.mailhelm.smtp.listen;

import io.mailhelm.config.ServerLimits;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The deadline of one connection. Its thread moves the deadline, the watchdog checks it. A whole
 * command or message must come in time, so a peer that sends an octet now and then gains nothing.
 */
final class Deadline {
  /** How long a client may be silent while newcomers find no room. */
  static final Duration SILENT_IN_A_CROWD = Duration.ofSeconds(10);

  /** How long it may take for a TLS handshake. */
  static final Duration HANDSHAKE = Duration.ofSeconds(30);

  /** How long it may be silent while there is little memory left for TLS of others. */
  static final Duration SILENT_BESIDE_NEWCOMERS = Duration.ofSeconds(1);

  /** How long it may be there without a transaction then, whatever else it says. */
  static final Duration WITHOUT_MAIL_IN_A_CROWD = Duration.ofSeconds(30);

  /**
   * Octets that a message must grow by within {@link #WITHOUT_MAIL_IN_A_CROWD} then: one that
   * stands still is worth no more than a client that sends none.
   */
  static final int PROGRESS_IN_A_CROWD = 32 << 10;

  private final LongSupplier clock;
  private final long began;
  private volatile long answeredAt;
  private volatile long inTransactionAt;
  private long messageEnd;
  private volatile long message;
  private volatile boolean shaking;
  private volatile long at;

  // the watchdog's
  private long watched;
  private long grewAt;
  private long grewTo;

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

  /**
   * A command was answered.
   *
   * @param receiving the number of the message that is on its way; 0 while none is. Two of a client
   *     that sends commands behind its messages may come without a time between them.
   */
  void moved(ServerLimits limits, long receiving, boolean inTransaction) {
    long now = clock.getAsLong();
    if (receiving != message) {
      messageEnd = now + limits.dataTimeout().toNanos();
    }
    message = receiving;
    answeredAt = now;
    shaking = false;
    if (inTransaction) {
      inTransactionAt = now;
    }
    if (receiving > 0) {
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

  /** The client is to shake hands, in less time than a command has. */
  void shaking(ServerLimits limits) {
    moved(limits, 0, false);
    shaking = true;
    long end = answeredAt + HANDSHAKE.toNanos();
    if (end - at < 0) {
      at = end;
    }
  }

  /** Makes the deadline pass now: others need what the connection holds. */
  void pass() {
    at = clock.getAsLong();
  }

  /** The last reply is written; what the peer still sends is read for this long. */
  void linger(Duration time) {
    at = clock.getAsLong() + time.toNanos();
  }

  private boolean isIdle(long now, long received) {
    if (message > 0) {
      return standsStill(now, received);
    }
    return now - answeredAt >= SILENT_IN_A_CROWD.toNanos()
        || now - inTransactionAt >= WITHOUT_MAIL_IN_A_CROWD.toNanos();
  }

  /**
   * For how many nanoseconds the client has made no use of the memory it holds; negative: it does
   * make use of it. Who shakes hands does not yet, so that a newcomer who begins to is worth as
   * much. The watchdog's.
   */
  long unused(long now) {
    if (shaking) {
      return Math.max(0, now - answeredAt);
    }
    if (message > 0) {
      return atLeast(SILENT_IN_A_CROWD, watched == message ? now - grewAt : 0);
    }
    return atLeast(SILENT_BESIDE_NEWCOMERS, now - answeredAt);
  }

  private static long atLeast(Duration least, long nanos) {
    return nanos >= least.toNanos() ? nanos : -1;
  }

  private boolean standsStill(long now, long received) {
    if (watched != message || received - grewTo >= PROGRESS_IN_A_CROWD) {
      watched = message;
      grewTo = received;
      grewAt = now;
    }
    return now - grewAt >= WITHOUT_MAIL_IN_A_CROWD.toNanos();
  }

  boolean isPassed() {
    return clock.getAsLong() - at >= 0;
  }

  /**
   * What is to be done.
   *
   * @param crowded whether newcomers find no room: who makes no use of a connection has less time
   *     then
   * @param received octets that came on this connection
   */
  State check(long now, boolean crowded, long received) {
    boolean idle = isIdle(now, received);
    if (crowded && idle && now - at < 0) {
      at = now;
    }
    long late = now - at;
    if (late < 0) {
      return State.FINE;
    }
    return late < Watchdog.GRACE_MILLIS * 1_000_000L ? State.PASSED : State.LONG_PASSED;
  }
}
