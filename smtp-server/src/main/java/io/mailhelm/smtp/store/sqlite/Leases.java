package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.LanePart;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The leases of deliveries. They are in memory only: the lock on the folder makes this the only
 * process, so a crash frees them all and a lease costs no write.
 *
 * <p>A look for deliveries reads rows as they were a moment ago. A delivery that was changed since
 * the look began is not leased to it: its row may say that it waits while it is already delivered.
 * Not thread-safe.
 */
final class Leases {
  /** A leased delivery. Its part and time follow what is done to it meanwhile. */
  static final class Lease {
    private final Object holder;
    LanePart part;
    long due;
    boolean waiting = true;
    boolean hurried;

    private Lease(Object holder, LanePart part, long due) {
      this.holder = holder;
      this.part = part;
      this.due = due;
    }

    boolean isOf(Object someone) {
      return holder == someone;
    }
  }

  private record Changed(long id, long at) {}

  private final Map<Long, Lease> leases = new HashMap<>();

  /** When each was changed last, for those looks that began before it. */
  private final Map<Long, Long> changed = new HashMap<>();

  private final Deque<Changed> inOrder = new ArrayDeque<>();
  private final TreeSet<Long> looks = new TreeSet<>();
  private long clock;

  /** Begins a look. Returns what to give to {@link #take} and {@link #looked}. */
  long look() {
    looks.add(++clock);
    return clock;
  }

  void looked(long look) {
    looks.remove(look);
    var oldest = looks.isEmpty() ? Long.MAX_VALUE : looks.first();
    while (!inOrder.isEmpty() && inOrder.peek().at() < oldest) {
      var past = inOrder.remove();
      changed.remove(past.id(), past.at());
    }
  }

  /** Whether it is not leased and still as the look saw it. */
  boolean isFree(long look, long id) {
    return !leases.containsKey(id) && changed.getOrDefault(id, 0L) < look;
  }

  /**
   * Leases it, or finds that the holder has it.
   *
   * @return whether nobody else has it
   */
  boolean take(Object holder, long id, LanePart part, long due) {
    var lease = leases.computeIfAbsent(id, _ -> new Lease(holder, part, due));
    return lease.isOf(holder);
  }

  Optional<Lease> find(long id) {
    return Optional.ofNullable(leases.get(id));
  }

  /** Ends its lease; what was known of it counts no longer. */
  Optional<Lease> end(long id) {
    touch(id);
    return Optional.ofNullable(leases.remove(id));
  }

  /** Makes leased deliveries due so many milliseconds earlier. */
  void rebase(long back) {
    leases.values().forEach(lease -> lease.due -= back);
  }

  /** It was changed. */
  void touch(long id) {
    if (!looks.isEmpty()) {
      var at = ++clock;
      changed.put(id, at);
      inOrder.add(new Changed(id, at));
    }
  }

  int size() {
    return leases.size();
  }
}
