package io.mailhelm.smtp.auth;

import io.mailhelm.dns.ElapsedTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers which networks each account has logged in from. Only a right password adds one, so no
 * account can crowd out another's: an account has {@value #PER_ACCOUNT} at most, the ones it used
 * last; when there are more than {@value #CAPACITY} in all, those of the account whose latest login
 * is the oldest are forgotten. A network that has not been used for 30 days is unknown again. It is
 * kept in memory, for the life of the process. Thread-safe.
 */
final class KnownNetworks {
  static final int PER_ACCOUNT = 8;
  static final int CAPACITY = 20_000;
  static final Duration KEPT = Duration.ofDays(30);

  private final ElapsedTime time;
  private final ReentrantLock lock = new ReentrantLock();

  /** By account, the one that logged in last at the end: when each of its networks was used. */
  private final LinkedHashMap<Long, LinkedHashMap<Long, Long>> accounts = new LinkedHashMap<>();

  /** How many accounts know each network. */
  private final Map<Long, Integer> networks = new HashMap<>();

  private int size;

  KnownNetworks(ElapsedTime time) {
    this.time = time;
  }

  /** Whether that account has logged in from that network. */
  boolean contains(long account, long network) {
    lock.lock();
    try {
      var own = accounts.get(account);
      var used = own == null ? null : own.get(network);
      return used != null && used > time.now().toMillis() - KEPT.toMillis();
    } finally {
      lock.unlock();
    }
  }

  /** Whether some account has logged in from that network. */
  boolean contains(long network) {
    lock.lock();
    try {
      return networks.containsKey(network);
    } finally {
      lock.unlock();
    }
  }

  /** That account has logged in from that network. */
  void add(long account, long network) {
    lock.lock();
    try {
      var own = accounts.remove(account);
      if (own == null) {
        own = new LinkedHashMap<>();
      }
      if (own.remove(network) == null) {
        size++;
        networks.merge(network, 1, Integer::sum);
      }
      own.put(network, time.now().toMillis());
      if (own.size() > PER_ACCOUNT) {
        forget(own.pollFirstEntry().getKey());
      }
      accounts.put(account, own);
      bound();
    } finally {
      lock.unlock();
    }
  }

  private void bound() {
    long since = time.now().toMillis() - KEPT.toMillis();
    for (var eldest = accounts.firstEntry();
        size > CAPACITY || eldest.getValue().lastEntry().getValue() <= since;
        eldest = accounts.firstEntry()) {
      accounts.pollFirstEntry().getValue().keySet().forEach(this::forget);
    }
  }

  private void forget(long network) {
    size--;
    networks.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
  }
}
