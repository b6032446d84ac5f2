package io.mailhelm.smtp.store.sqlite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the transaction under way does to the queue, for {@link Backlog} to take over once it is
 * durable. For the writer only.
 */
final class QueueDraft {
  /** How a delivery came to be as it is. */
  enum Kind {
    /** It was committed with its message. */
    NEW,
    /** An attempt, or whoever cancelled it, is done with it: a lease ends. */
    SETTLED,
    /** Somebody held, released, hurried or moved it; a lease goes on. */
    ALTERED
  }

  /**
   * A delivery as it is afterwards.
   *
   * @param waiting whether it is queued, to be tried when it falls due
   */
  record Change(Kind kind, long id, String lane, long due, boolean waiting) {}

  private final List<Change> changes = new ArrayList<>();
  private final Set<Long> hurried = new HashSet<>();
  private long queued;
  private long held;

  void change(Kind kind, long id, String lane, long due, boolean waiting) {
    changes.add(new Change(kind, id, lane, due, waiting));
  }

  /** Somebody wants it tried again as soon as the attempt under way, if any, has failed. */
  void hurry(long id) {
    hurried.add(id);
  }

  boolean isHurried(long id) {
    return hurried.contains(id);
  }

  void count(long moreQueued, long moreHeld) {
    queued += moreQueued;
    held += moreHeld;
  }

  List<Change> changes() {
    return changes;
  }

  long queued() {
    return queued;
  }

  long held() {
    return held;
  }
}
