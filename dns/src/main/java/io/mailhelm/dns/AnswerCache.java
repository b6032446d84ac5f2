package io.mailhelm.dns;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers answers for as long as they say; the least used go first. Thread-safe. */
final class AnswerCache<K, V> {
  /** What is there is believed so long at most. */
  static final Duration MAX_POSITIVE = Duration.ofHours(1);

  /** What is not there is believed so long at most: it may just have been made. */
  static final Duration MAX_NEGATIVE = Duration.ofMinutes(5);

  private final int capacity;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);

  private record Kept<V>(V value, long until) {}

  AnswerCache(int capacity, Clock clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  Optional<V> get(K key) {
    lock.lock();
    try {
      var found = kept.get(key);
      if (found == null) {
        return Optional.empty();
      }
      if (found.until() <= clock.millis()) {
        kept.remove(key);
        return Optional.empty();
      }
      return Optional.of(found.value());
    } finally {
      lock.unlock();
    }
  }

  void put(K key, V value, Duration lifetime) {
    if (!lifetime.isPositive()) {
      return;
    }
    lock.lock();
    try {
      kept.put(key, new Kept<>(value, clock.millis() + lifetime.toMillis()));
      if (kept.size() > capacity) {
        Map.Entry<K, Kept<V>> oldest = kept.firstEntry();
        kept.remove(oldest.getKey());
      }
    } finally {
      lock.unlock();
    }
  }
}
