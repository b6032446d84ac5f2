package io.mailhelm.smtp.receive;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The budget of memory for messages on their way in, of all connections together: it bounds what
 * peers can take that begin a message and never end it. Memory is drawn before it is allocated.
 * Thread-safe, its shares are not.
 *
 * <p>The budget is divided. Strangers hold three eighths of it at most, and leave an eighth to
 * users. Strangers and users together hold three quarters; the rest is for requests, which divide
 * half of it all themselves. One {@link MemoryHolder} may hold as much as is left for all others,
 * so each leaves half as much to the next; before that becomes too little, the budget {@link
 * #isScarce}.
 */
public final class TransitMemory {
  private final long limit;
  private final long ofStrangers;
  private final long ofConnections;
  private final long leftToUsers;
  private final Map<String, Long> held = new HashMap<>();
  private long drawn;
  private long strangers;
  private long connections;

  /**
   * @param limit octets
   */
  public TransitMemory(long limit) {
    this(limit, limit / 8 * 3, limit / 4 * 3, limit / 8);
  }

  private TransitMemory(long limit, long ofStrangers, long ofConnections, long leftToUsers) {
    this.limit = limit;
    this.ofStrangers = ofStrangers;
    this.ofConnections = ofConnections;
    this.leftToUsers = leftToUsers;
  }

  /** A third of the heap: what is read and answered besides needs the rest. */
  public static TransitMemory ofHeap() {
    return new TransitMemory(Runtime.getRuntime().maxMemory() / 3);
  }

  /**
   * One that connections draw from before it is known who they are: all of it is for strangers.
   *
   * @param limit octets
   */
  public static TransitMemory ofConnections(long limit) {
    return new TransitMemory(limit, limit, limit, 0);
  }

  /** Octets that may be drawn in all. */
  public long limit() {
    return limit;
  }

  /** Octets that are drawn now. */
  public synchronized long drawn() {
    return drawn;
  }

  /**
   * Whether newcomers find little: strangers hold nine tenths of what is theirs, or connections of
   * what is theirs and users'.
   */
  public synchronized boolean isScarce() {
    return strangers > ofStrangers / 10 * 9 || connections > ofConnections / 10 * 9;
  }

  /**
   * A share that holds nothing yet, for a holder that divides what its kind may hold itself.
   *
   * @param free octets it may hold without drawing them, so that small messages cost nothing
   */
  public Share share(long free) {
    return new Share(Optional.empty(), free);
  }

  /**
   * A share that holds nothing yet.
   *
   * @param free as above
   */
  public Share share(MemoryHolder holder, long free) {
    return new Share(Optional.of(holder), free);
  }

  private synchronized boolean take(Optional<MemoryHolder> holder, long more) {
    if (more > 0 && !fits(holder, more)) {
      return false;
    }
    drawn += more;
    holder.ifPresent(each -> count(each, more));
    return true;
  }

  private boolean fits(Optional<MemoryHolder> holder, long more) {
    long left = limit - drawn - more;
    if (holder.isEmpty()) {
      return left >= 0;
    }
    var who = holder.get();
    long leftToOthers = Math.min(left, ofConnections - connections - more);
    if (!who.isUser()) {
      leftToOthers =
          Math.min(Math.min(leftToOthers, left - leftToUsers), ofStrangers - strangers - more);
    }
    // A /64 that holds half of what its site may leaves something to its neighbours.
    return who.site().isEmpty()
        ? held(who.key()) + more <= leftToOthers
        : held(who.site().get()) + more <= leftToOthers
            && held(who.key()) + more <= leftToOthers / 2;
  }

  private long held(String key) {
    return held.getOrDefault(key, 0L);
  }

  private void count(MemoryHolder holder, long more) {
    connections += more;
    strangers += holder.isUser() ? 0 : more;
    count(holder.key(), more);
    holder.site().ifPresent(site -> count(site, more));
  }

  private void count(String key, long more) {
    held.merge(key, more, Long::sum);
    held.remove(key, 0L);
  }

  private synchronized void move(Optional<MemoryHolder> from, MemoryHolder to, long octets) {
    from.ifPresent(each -> count(each, -octets));
    count(to, octets);
  }

  /** What one message, or one connection, has of it. One thread's. */
  public final class Share implements AutoCloseable {
    private final long free;
    private Optional<MemoryHolder> holder;
    private long mine;

    private Share(Optional<MemoryHolder> holder, long free) {
      this.holder = holder;
      this.free = free;
    }

    /** From now on it is that holder's, with all it holds. */
    public void heldBy(MemoryHolder next) {
      if (holder.filter(next::equals).isEmpty()) { // which it is at most reads
        move(holder, next, mine);
        holder = Optional.of(next);
      }
    }

    /**
     * Makes this share {@code octets} large, more or less than before.
     *
     * @return false when there is not so much left for its holder, and then it stays as it was
     */
    public boolean hold(long octets) {
      long needed = Math.max(0, octets - free);
      long more = needed - mine;
      if (more == 0) {
        return true;
      }
      if (!take(holder, more)) {
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
