package io.mailhelm.smtp.api.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Measures how much of its answers a connection still holds because the peer has not taken it, and
 * for how long. An octet is taken when the operating system has it. Only time in which octets wait
 * is counted: what the server itself needs to make an answer is not held against the peer.
 * Thread-safe.
 */
final class AnswerProgress {
  /** After so long without progress the peer is taken not to read. */
  private static final Duration STALLED = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;

  /** Octets that wait. */
  private long waiting;

  /** Octets that were taken since the request. */
  private long taken;

  /** Nanoseconds in which octets waited since the request, but for those that wait now. */
  private long waited;

  private long waitingSince;
  private long progress;

  AnswerProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A request has come: its answer is counted from zero. */
  synchronized void begin() {
    taken = 0;
    waited = 0;
    waitingSince = nanoTime.getAsLong();
  }

  /** So many octets were given to the connection. */
  synchronized void written(long octets) {
    if (waiting == 0) {
      waitingSince = nanoTime.getAsLong();
      progress = waitingSince;
    }
    waiting += octets;
  }

  /** So many of them were taken. */
  synchronized void taken(long octets) {
    progress = nanoTime.getAsLong();
    waiting -= octets;
    taken += octets;
    if (waiting == 0) {
      waited += progress - waitingSince;
    }
  }

  /** Octets that wait now. */
  synchronized long waiting() {
    return waiting;
  }

  /** Whether any octet of an answer was written since the request. */
  synchronized boolean hasBegun() {
    return waiting > 0 || taken > 0;
  }

  /** Whether octets wait and nobody reads them. */
  synchronized boolean isStalled() {
    return waiting > 0 && nanoTime.getAsLong() - progress >= STALLED.toNanos();
  }

  /** When the last octet was taken, or the first began to wait; by {@link System#nanoTime}. */
  synchronized long since() {
    return progress;
  }

  /**
   * Whether the peer takes too long: between two pieces, or in all by {@link
   * ApiConnection#LEAST_RATE}.
   *
   * @param now by {@link System#nanoTime}
   */
  synchronized boolean isOverdue(long now, Duration time) {
    return waiting > 0
        && (now - progress >= time.toNanos()
            || waited + now - waitingSince
                >= time.plusSeconds(taken / ApiConnection.LEAST_RATE).toNanos());
  }
}
