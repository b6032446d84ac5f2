package io.mailhelm.smtp.limit;

/**
 * The recipients of one key in one window, those that are booked for later included. Times are
 * milliseconds of {@link WindowClock}. Not thread-safe.
 */
final class WindowSums {
  /** There will never be room. */
  static final long NEVER = Long.MAX_VALUE;

  private final LimitWindow window;
  private final SlotSums sums = new SlotSums();

  /** There is no room before this slot for who has this limit, as the last search found. */
  private long fullBefore = Long.MIN_VALUE;

  private long fullFor;
  private long approachedAt = Long.MIN_VALUE;
  private long reachedAt = Long.MIN_VALUE;

  WindowSums(LimitWindow window) {
    this.window = window;
  }

  void add(long at, long recipients) {
    sums.add(window.slot(at), recipients);
  }

  void remove(long at, long recipients) {
    sums.remove(window.slot(at), recipients);
    forgetSearch();
  }

  /** Something that counted does not any more: there may be room where there was none. */
  void forgetSearch() {
    fullBefore = Long.MIN_VALUE;
  }

  /** Drops what is out of the window. Returns whether nothing is left. */
  boolean drop(long now) {
    sums.dropBefore(window.slot(now) - window.slots());
    return sums.total() == 0;
  }

  /** How many slots it remembers; what a search costs at most. */
  int slots() {
    return sums.size();
  }

  /** How many recipients are in the window that ends now. */
  long used(long now) {
    drop(now);
    long used = sums.total();
    for (int i = sums.end() - 1; i >= 0 && used > 0 && isAfter(i, now); i--) {
      used -= sums.sum(i);
    }
    return used;
  }

  private boolean isAfter(int index, long now) {
    return sums.slot(index) > window.slot(now);
  }

  /**
   * The first time from {@code from} at which one recipient more leaves every window that it would
   * be in within the limit.
   *
   * @param pending recipients that are going to be added, and count as if they were now
   * @return {@code from} itself where there is room then; {@link #NEVER} where the limit is 0
   */
  long earliest(long now, long from, long pending, long limit) {
    if (limit < 1) {
      return NEVER;
    }
    drop(now);
    if (sums.total() + pending < limit) {
      return from;
    }
    long begin = window.slot(from);
    boolean isKnown = fullFor == limit && fullBefore >= begin;
    long found = search(window.slot(now), isKnown ? fullBefore : begin, pending, limit);
    if (isKnown || begin == window.slot(now)) {
      fullFor = limit;
      fullBefore = found;
    }
    return Math.max(from, window.begin(found));
  }

  /**
   * Goes through the windows in the order of their ends. How many recipients are in one changes
   * where a slot enters it and where one leaves it, and nowhere else.
   */
  private long search(long now, long begin, long pending, long limit) {
    sums.add(now, pending); // so that they are in the order of the slots; taken out below
    try {
      int leaves = sums.find(begin - window.slots());
      int enters = sums.find(begin + 1);
      long inside = 0;
      for (int i = leaves; i < enters; i++) {
        inside += sums.sum(i);
      }
      long found = begin;
      while (true) {
        long in = enters < sums.end() ? sums.slot(enters) : NEVER;
        long out = leaves < enters ? sums.slot(leaves) + window.slots() + 1 : NEVER;
        long next = Math.min(in, out);
        if (inside >= limit) {
          found = next;
        } else if (next > found + window.slots()) {
          return found;
        }
        if (in == next) {
          inside += sums.sum(enters++);
        }
        if (out == next) {
          inside -= sums.sum(leaves++);
        }
      }
    } finally {
      sums.remove(now, pending);
    }
  }

  /** Whether to tell that the limit is near; once a window. */
  boolean tellApproached(long now) {
    if (!isOver(approachedAt, now)) {
      return false;
    }
    approachedAt = now;
    return true;
  }

  /** Whether to tell that the limit is reached; once a window. */
  boolean tellReached(long now) {
    if (!isOver(reachedAt, now)) {
      return false;
    }
    reachedAt = now;
    approachedAt = now; // who was told this need not hear that it is near
    return true;
  }

  private boolean isOver(long told, long now) {
    return told == Long.MIN_VALUE || now - told >= window.millis();
  }
}
