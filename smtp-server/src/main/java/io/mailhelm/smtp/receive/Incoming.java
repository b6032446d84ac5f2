package io.mailhelm.smtp.receive;

/** A reader of octets that are no commands: a message, or a chunk of one. One thread's. */
interface Incoming {
  /** Beyond its limit a message is read on and dropped for as much again, or this, then cut off. */
  long DRAINED = 64L << 20;

  /** Takes what came of {@code octets[from, to)}; returns where it stopped. */
  int feed(byte[] octets, int from, int to);

  /** Whether all of it is read. */
  boolean isFinished();

  /** All of it is read: what to answer. */
  CommandOutcome finish(Session session);

  /** Octets read so far. */
  long received();

  /** Whether reading on would only serve a peer that does not mean to stop. */
  static boolean isEndless(long octets, long limit) {
    return octets - limit > Math.max(limit, DRAINED);
  }
}
