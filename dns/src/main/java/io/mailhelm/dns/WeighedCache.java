package io.mailhelm.dns;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongBiFunction;

/**
 * Remembers what strangers say for as long as it holds, and no more than so many octets of it: the
 * least used go first. Thread-safe.
 */
public final class WeighedCache<K, V> {
  /** What an entry takes besides its key and its value, about. */
  private static final int ENTRY = 192;

  /** What a text takes besides its characters, about. */
  private static final int TEXT = 56;

  private final long capacity;
  private final long largest;
  private final ToLongBiFunction<K, V> weight;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long octets;

  private record Kept<V>(V value, long octets, long until) {}

  /**
   * @param capacity octets in all
   * @param largest octets of an entry; a larger one is not kept, as it would push too many out
   * @param weight octets of memory that a key and its value take, at most
   */
  public WeighedCache(long capacity, long largest, ToLongBiFunction<K, V> weight, Clock clock) {
    this.capacity = capacity;
    this.largest = largest;
    this.weight = weight;
    this.clock = clock;
  }

  /** Octets of memory that a text takes, at most. */
  public static long weight(String text) {
    return TEXT + 2L * text.length();
  }

  /** What is remembered and still holds. */
  public Optional<V> get(K key) {
    lock.lock();
    try {
      var found = kept.get(key);
      if (found == null) {
        return Optional.empty();
      }
      if (found.until() <= clock.millis()) {
        remove(key);
        return Optional.empty();
      }
      return Optional.of(found.value());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Remembers it instead of what was there; nothing where it is too large.
   *
   * @param lifetime how long it holds; one that is not positive: it is not remembered, and what was
   *     there stays
   */
  public void put(K key, V value, Duration lifetime) {
    if (!lifetime.isPositive()) {
      return;
    }
    long size = ENTRY + weight.applyAsLong(key, value);
    lock.lock();
    try {
      remove(key);
      if (size <= largest) {
        kept.put(key, new Kept<>(value, size, clock.millis() + lifetime.toMillis()));
        octets += size;
      }
      while (octets > capacity) {
        Map.Entry<K, Kept<V>> oldest = kept.firstEntry();
        remove(oldest.getKey());
      }
    } finally {
      lock.unlock();
    }
  }

  private void remove(K key) {
    var gone = kept.remove(key);
    octets -= gone == null ? 0 : gone.octets();
  }

  /** Octets that are remembered now. */
  public long octets() {
    lock.lock();
    try {
      return octets;
    } finally {
      lock.unlock();
    }
  }
}
