package io.mailhelm.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongBiFunction;

/**
 * A cache of values from outside, bounded in octets and in time: when it is full the least recently
 * used entries go first. Thread-safe.
 */
public final class WeighedCache<K, V> {
  /** About how many octets an entry takes besides its key and its value. */
  private static final int ENTRY = 192;

  /** About how many octets a text takes besides its characters. */
  private static final int TEXT = 56;

  private final long capacity;
  private final long largest;
  private final ToLongBiFunction<K, V> weight;
  private final ElapsedTime time;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long octets;

  private record Kept<V>(V value, long octets, Duration until) {}

  /**
   * @param capacity octets in all
   * @param largest octets of an entry; a larger one is not kept, as it would push too many out
   * @param weight the most octets of memory that a key and its value take
   * @param time by which entries expire
   */
  public WeighedCache(
      long capacity, long largest, ToLongBiFunction<K, V> weight, ElapsedTime time) {
    this.capacity = capacity;
    this.largest = largest;
    this.weight = weight;
    this.time = time;
  }

  /** The most octets of memory that a text takes. */
  public static long weight(String text) {
    return TEXT + 2L * text.length();
  }

  /** The cached value, if it has not expired. */
  public Optional<V> get(K key) {
    lock.lock();
    try {
      var found = kept.get(key);
      if (found == null) {
        return Optional.empty();
      }
      if (time.isPast(found.until())) {
        remove(key);
        return Optional.empty();
      }
      return Optional.of(found.value());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Caches a value in place of the one before. One that is too large is not cached, and the one
   * before is removed all the same.
   *
   * @param lifetime how long it is valid; if it is not positive nothing changes
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
        kept.put(key, new Kept<>(value, size, time.now().plus(lifetime)));
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

  /** Octets that are cached now. */
  public long octets() {
    lock.lock();
    try {
      return octets;
    } finally {
      lock.unlock();
    }
  }
}
