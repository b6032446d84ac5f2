package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
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
  private final Map<String, OfDomain> domains = new HashMap<>();
  private long queued;
  private long waiting;

  /** Deliveries of a domain that are not final; so many of them nobody logged in for. */
  record OfDomain(long ofDomain, long withoutLogin) {
    static final OfDomain NONE = new OfDomain(0, 0);

    OfDomain plus(OfDomain more) {
      return new OfDomain(ofDomain + more.ofDomain, withoutLogin + more.withoutLogin);
    }

    static OfDomain of(Originator originator, long deliveries) {
      return new OfDomain(deliveries, originator.login().isEmpty() ? deliveries : 0);
    }
  }

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

  /** So many more of an originator's are not final; fewer where it is negative. */
  void countWaiting(Originator originator, long more) {
    waiting += more;
    domains.merge(originator.domain(), OfDomain.of(originator, more), OfDomain::plus);
  }

  /** How many more are not final. */
  long waiting() {
    return waiting;
  }

  /** How many more of a domain's are not final. */
  OfDomain waiting(String domain) {
    return domains.getOrDefault(domain, OfDomain.NONE);
  }

  /** The same by domain. */
  Map<String, OfDomain> waitingByDomain() {
    return domains;
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
