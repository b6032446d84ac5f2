package io.mailhelm.smtp.listen;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.wire.AddressKey;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tracks the connections of a port that speaks HTTP, and closes one when there are too many: the
 * longest idle of the address that has too many, or that has most. So a newcomer is served, and a
 * peer that holds connections without a request loses them. Thread-safe.
 */
public final class HeldConnections {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Set<Held>> byAddress = new HashMap<>();
  private final Map<Held, String> all = new HashMap<>();

  /** A connection. */
  public interface Held {
    /** Whether nothing is done for it now: it is silent, or its request has not come whole. */
    boolean isIdle();

    /** Since when it is as it is, by {@link System#nanoTime}. */
    long since();

    /** Closes it, whatever it does; never blocks. */
    void close();
  }

  /**
   * A connection has come. Another, or where all others are busy the new one itself, is closed when
   * there are too many.
   *
   * @param most as they are declared now
   * @return the limit that was met, by its name; empty: none
   */
  public Optional<String> enter(InetAddress address, Held held, HttpLimits most) {
    Held victim;
    String limit;
    lock.lock();
    try {
      var key = AddressKey.of(address);
      var own = byAddress.computeIfAbsent(key, k -> new LinkedHashSet<>());
      own.add(held);
      all.put(held, key);
      if (own.size() > most.connectionsPerAddress()) {
        limit = "connectionsPerAddress";
        victim = dispensable(own).orElse(held);
      } else if (all.size() > most.connections()) {
        limit = "connections";
        victim = dispensable(largest()).orElse(held);
      } else {
        return Optional.empty();
      }
      remove(victim);
    } finally {
      lock.unlock();
    }
    victim.close();
    return Optional.of(limit);
  }

  private Set<Held> largest() {
    return byAddress.values().stream().max(Comparator.comparingInt(Set::size)).orElseThrow();
  }

  private static Optional<Held> dispensable(Set<Held> some) {
    long now = System.nanoTime();
    return some.stream()
        .filter(Held::isIdle)
        .max(Comparator.comparingLong(held -> now - held.since()));
  }

  /** It has ended. Idempotent. */
  public void leave(Held held) {
    lock.lock();
    try {
      remove(held);
    } finally {
      lock.unlock();
    }
  }

  private void remove(Held held) {
    var key = all.remove(held);
    if (key != null) {
      byAddress.computeIfPresent(
          key,
          (k, own) -> {
            own.remove(held);
            return own.isEmpty() ? null : own;
          });
    }
  }

  /** How many there are. */
  public int size() {
    lock.lock();
    try {
      return all.size();
    } finally {
      lock.unlock();
    }
  }
}
