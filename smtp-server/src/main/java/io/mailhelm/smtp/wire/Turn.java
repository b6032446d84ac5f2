package io.mailhelm.smtp.wire;

import java.util.concurrent.locks.LockSupport;

/**
 * Limits the work of one connection before others have their turn. A virtual thread keeps its
 * carrier until it waits for something, and a peer that sends without a pause never lets it wait;
 * so a thread that works for a peer counts its work here, and gives way after {@value #OCTETS}
 * octets. A read, a write or a command counts as {@value #LEAST} at least. One thread's.
 */
public final class Turn {
  /** Octets of a turn: some tenths of a millisecond of work. */
  public static final int OCTETS = 128 << 10;

  /** What the smallest piece of work counts as. */
  public static final int LEAST = 1 << 10;

  /**
   * The scheduler lets a carrier run the threads of its own queue, where those that yield stay,
   * before it looks for any other. Every so many turns a thread leaves that queue by a timer, or
   * those who come from outside would never be looked for.
   */
  private static final int YIELDS = 8;

  private final Runnable others;
  private int left = OCTETS;

  /** Turns of the thread that uses it. */
  public Turn() {
    this(new Others());
  }

  /**
   * @param others lets the other threads run, and returns when it is this one's turn again
   */
  public Turn(Runnable others) {
    this.others = others;
  }

  /** Something was done; the others have their turn when this one's is over. */
  public void spend(int octets) {
    left -= Math.max(octets, LEAST);
    if (left <= 0) {
      end();
    }
  }

  /** The turn is over, whatever is left of it. */
  public void end() {
    left = OCTETS;
    others.run();
  }

  private static final class Others implements Runnable {
    private int yields;

    @Override
    public void run() {
      yields++;
      if (yields % YIELDS == 0) {
        LockSupport.parkNanos(1);
      } else {
        Thread.yield();
      }
    }
  }
}
