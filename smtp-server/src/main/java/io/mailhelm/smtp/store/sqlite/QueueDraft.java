package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes to the queue by the transaction under way, which {@link Backlog} takes over once it
 * is durable. For the writer only.
 */
final class QueueDraft {
  /** The kind of change that a delivery had. */
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
  record Change(Kind kind, long id, LanePart part, long due, boolean waiting) {}

  private final List<Change> changes = new ArrayList<>();
  private final Set<Long> hurried = new HashSet<>();
  private final Map<HoldReason, Long> held = new EnumMap<>(HoldReason.class);
  private long queued;

  void change(Kind kind, long id, LanePart part, long due, boolean waiting) {
    changes.add(new Change(kind, id, part, due, waiting));
  }

  /** Has it tried again as soon as the attempt under way, if any, has failed. */
  void hurry(long id) {
    hurried.add(id);
  }

  boolean isHurried(long id) {
    return hurried.contains(id);
  }

  /** So many more are queued; fewer where it is negative. */
  void countQueued(long more) {
    queued += more;
  }

  /** So many more are held for that reason; fewer where it is negative. */
  void countHeld(HoldReason reason, long more) {
    held.merge(reason, more, Long::sum);
  }

  List<Change> changes() {
    return changes;
  }

  long queued() {
    return queued;
  }

  Map<HoldReason, Long> held() {
    return held;
  }
}
