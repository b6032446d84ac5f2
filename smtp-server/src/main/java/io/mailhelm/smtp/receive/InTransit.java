package io.mailhelm.smtp.receive;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that messages on their way in may take, all connections together: what is held must
 * not depend on how many peers begin a message and never end it. It is drawn before it is
 * allocated. Thread-safe, its shares are not.
 */
public final class InTransit {
  private final long limit;
  private final AtomicLong drawn = new AtomicLong();

  /**
   * @param limit octets
   */
  public InTransit(long limit) {
    this.limit = limit;
  }

  /** A third of the heap: what is read and answered besides needs the rest. */
  public static InTransit ofHeap() {
    return new InTransit(Runtime.getRuntime().maxMemory() / 3);
  }

  /** Octets that may be drawn in all. */
  public long limit() {
    return limit;
  }

  /** Octets that are drawn now. */
  public long drawn() {
    return drawn.get();
  }

  /**
   * A share that holds nothing yet.
   *
   * @param free octets it may hold without drawing them, so that small messages cost nothing
   */
  public Share share(long free) {
    return new Share(free);
  }

  /** What one holder has of it. One thread's. */
  public final class Share implements AutoCloseable {
    private final long free;
    private long mine;

    private Share(long free) {
      this.free = free;
    }

    /**
     * Makes this share {@code octets} large, more or less than before.
     *
     * @return false when there is not so much left, and then it stays as it was
     */
    public boolean hold(long octets) {
      long needed = Math.max(0, octets - free);
      long more = needed - mine;
      if (more == 0) {
        return true;
      }
      if (drawn.addAndGet(more) > limit && more > 0) {
        drawn.addAndGet(-more);
        return false;
      }
      mine = needed;
      return true;
    }

    /** Gives all of it back. Idempotent. */
    @Override
    public void close() {
      hold(0);
    }
  }
}
