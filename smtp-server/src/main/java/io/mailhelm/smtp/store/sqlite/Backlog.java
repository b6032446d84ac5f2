package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.sqlite.LaneOrder.Unnamed;
import io.mailhelm.smtp.store.sqlite.QueueDraft.Change;
import io.mailhelm.smtp.store.sqlite.QueueDraft.OfDomain;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Holds the queue's state in memory, as it is on stable storage: the order of the lanes, the leases
 * and the sums. Any thread may call it. The writer publishes here what it has made durable, in that
 * order; the lock is held for moments, never for a query.
 */
final class Backlog {
  private final ReentrantLock lock = new ReentrantLock();
  private final LaneOrder lanes;
  private final Leases leases = new Leases();
  private final Map<HoldReason, Long> held = new EnumMap<>(HoldReason.class);
  private final Map<String, OfDomain> domains = new HashMap<>();
  private long queued;
  private long waiting;

  private Backlog(LaneOrder lanes) {
    this.lanes = lanes;
  }

  /**
   * Deliveries that are not final.
   *
   * @param withoutLogin those of the domain that nobody logged in for
   */
  record Waiting(long all, long ofDomain, long withoutLogin) {}

  /** A look into the rows of one part of a lane. */
  record Look(LanePart part, LaneOrder.Look ofPart, long ofLeases) {}

  /**
   * Reads which lanes have something, from the index that is in their order.
   *
   * @param mostNamed parts of lanes that are known by name, in all
   */
  static Backlog load(Connection connection, int mostNamed) throws SQLException {
    var backlog = new Backlog(new LaneOrder(mostNamed));
    // One object for each originator, however many lanes it is in.
    var originators = new HashMap<String, Originator>();
    try (var statement = connection.createStatement()) {
      try (var row =
          statement.executeQuery(
              """
              SELECT lane, originator, min(due), id, count(*) FROM delivery WHERE state = 'QUEUED'
              GROUP BY lane, originator\
              """)) {
        while (row.next()) {
          var originator = originators.computeIfAbsent(row.getString(2), Originator::ofKey);
          var part = new LanePart(row.getString(1), originator);
          backlog.lanes.add(part, row.getLong(3), row.getLong(4));
          backlog.queued += row.getLong(5);
          backlog.count(originator, row.getLong(5));
        }
      }
      try (var row =
          statement.executeQuery(
              """
              SELECT hold_reason, originator, count(*) FROM delivery WHERE state = 'HELD'
              GROUP BY hold_reason, originator\
              """)) {
        while (row.next()) {
          var reason = HoldReason.valueOf(row.getString(1));
          backlog.held.merge(reason, row.getLong(3), Long::sum);
          backlog.count(Originator.ofKey(row.getString(2)), row.getLong(3));
        }
      }
    }
    return backlog;
  }

  private void count(Originator originator, long deliveries) {
    waiting += deliveries;
    domains.merge(originator.domain(), OfDomain.of(originator, deliveries), OfDomain::plus);
  }

  private <R> R locked(Supplier<R> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void locking(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** To be called before the rows are read, and followed by one of the next two. */
  Look look(LanePart part) {
    return locked(() -> new Look(part, lanes.look(part), leases.look()));
  }

  /**
   * The look is over.
   *
   * @param next when what was left falls due, or later
   * @param delivery the first of what was left
   * @param refused when the first fell due that was left for want of room, if any was
   */
  void looked(Look look, long next, long delivery, long refused) {
    locking(
        () -> {
          leases.looked(look.ofLeases());
          lanes.looked(look.ofPart(), next, delivery, refused);
        });
  }

  /** The look failed. */
  void gaveUp(Look look) {
    locking(
        () -> {
          leases.looked(look.ofLeases());
          lanes.gaveUp(look.ofPart());
        });
  }

  boolean isFree(Look look, long id) {
    return locked(() -> leases.isFree(look.ofLeases(), id));
  }

  /** Leases what a look found. Returns false when it is leased already or was changed since. */
  boolean take(Look look, long id, long due) {
    return locked(
        () -> leases.isFree(look.ofLeases(), id) && leases.take(look, id, look.part(), due));
  }

  /**
   * Reserves a delivery, so that nobody else gets it. For the writer, which knows its row.
   *
   * @param holder may ask twice
   */
  boolean reserve(Object holder, long id, LanePart part, long due) {
    return locked(() -> leases.take(holder, id, part, due));
  }

  /** Gives back what the holder reserved, and nothing that others have leased. */
  void release(Object holder, Collection<Long> ids) {
    locking(
        () ->
            giveBack(
                ids.stream()
                    .filter(id -> leases.find(id).map(each -> each.isOf(holder)).orElse(false))
                    .toList()));
  }

  boolean isLeased(long id) {
    return locked(() -> leases.find(id).isPresent());
  }

  boolean isHurried(long id) {
    return locked(() -> leases.find(id).map(lease -> lease.hurried).orElse(false));
  }

  /** Ends leases; what was leased waits as before. */
  void giveBack(Collection<Long> ids) {
    locking(
        () -> {
          for (var id : ids) {
            leases
                .end(id)
                .filter(lease -> lease.waiting)
                .ifPresent(lease -> lanes.add(lease.part, lease.due, id));
          }
        });
  }

  /** Shows everyone what the writer has made durable. */
  void publish(QueueDraft draft) {
    locking(
        () -> {
          queued += draft.queued();
          waiting += draft.waiting();
          draft.waitingByDomain().forEach(this::count);
          draft
              .held()
              .forEach(
                  (reason, more) ->
                      held.compute(reason, (_, before) -> sum(before == null ? 0 : before, more)));
          draft.changes().forEach(change -> take(change, draft.isHurried(change.id())));
        });
  }

  /** A domain of which nothing waits is left out. */
  private void count(String domain, OfDomain more) {
    domains.compute(
        domain,
        (_, before) -> {
          var now = before == null ? more : before.plus(more);
          return now.ofDomain() == 0 ? null : now;
        });
  }

  /** A reason that nothing is held for is left out. */
  private static Long sum(long before, long more) {
    long now = before + more;
    return now == 0 ? null : now;
  }

  private void take(Change change, boolean hurried) {
    switch (change.kind()) {
      case NEW -> lanes.add(change.part(), change.due(), change.id());
      case SETTLED -> {
        leases.end(change.id());
        addIfWaiting(change);
      }
      case ALTERED -> {
        var lease = leases.find(change.id());
        if (lease.isEmpty()) {
          leases.touch(change.id());
          addIfWaiting(change);
        } else {
          lease.get().part = change.part();
          lease.get().due = change.due();
          lease.get().waiting = change.waiting();
          lease.get().hurried |= hurried;
        }
      }
    }
  }

  /** Makes everything due so many milliseconds earlier. */
  void rebase(long back) {
    locking(
        () -> {
          lanes.rebase(back);
          leases.rebase(back);
        });
  }

  private void addIfWaiting(Change change) {
    if (change.waiting()) {
      lanes.add(change.part(), change.due(), change.id());
    }
  }

  /** As {@link LaneOrder#takeLater}. */
  List<Unnamed> takeLater(long now, int limit) {
    return locked(() -> lanes.takeLater(now, limit));
  }

  /**
   * The names of parts were read.
   *
   * @param names by the parts' deliveries
   */
  void named(List<Unnamed> parts, Map<Long, LanePart> names, long now) {
    locking(
        () ->
            parts.forEach(
                each -> lanes.named(each, Optional.ofNullable(names.get(each.delivery())), now)));
  }

  /** The names of parts could not be read. */
  void putBack(List<Unnamed> parts) {
    locking(() -> parts.forEach(lanes::putBack));
  }

  List<LanePart> due(long now, int limit) {
    return locked(() -> lanes.due(now, limit));
  }

  Optional<LanePart> due(String lane, long now) {
    return locked(() -> lanes.due(lane, now));
  }

  Optional<Long> nextDue() {
    return locked(lanes::next);
  }

  /** Changes what is suspended, or left for want of room. */
  void suspension(Consumer<LaneOrder> change) {
    locking(() -> change.accept(lanes));
  }

  /** How many deliveries are not final, of a domain and in all. */
  Waiting waiting(String domain) {
    return locked(
        () -> {
          var of = domains.getOrDefault(domain, OfDomain.NONE);
          return new Waiting(waiting, of.ofDomain(), of.withoutLogin());
        });
  }

  /** How many there are of each. */
  record Sums(long queued, Map<HoldReason, Long> held, long leased) {}

  Sums sums() {
    return locked(() -> new Sums(queued, Map.copyOf(held), leases.size()));
  }
}
