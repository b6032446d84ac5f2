package io.mailhelm.smtp.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts failures by a key in a sliding window. Memory is bounded: of the keys beyond {@value
 * #CAPACITY} the one that failed last the longest ago is forgotten.
 */
final class Throttle {
  private static final int CAPACITY = 20_000;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, ArrayDeque<Long>> failures = new LinkedHashMap<>();

  Throttle(Clock clock) {
    this.clock = clock;
  }

  /** Whether {@code key} failed {@code limit} times within {@code window}. */
  boolean isExhausted(String key, int limit, Duration window) {
    lock.lock();
    try {
      var times = failures.get(key);
      if (times == null) {
        return false;
      }
      long since = clock.millis() - window.toMillis();
      while (!times.isEmpty() && times.peekFirst() <= since) {
        times.removeFirst();
      }
      if (times.isEmpty()) {
        failures.remove(key);
      }
      return times.size() >= limit;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a failure; more than {@code limit} of one key are not kept. */
  void failed(String key, int limit) {
    lock.lock();
    try {
      var times = failures.remove(key);
      if (times == null) {
        times = new ArrayDeque<>(4);
      }
      times.addLast(clock.millis());
      if (times.size() > limit) {
        times.removeFirst();
      }
      failures.put(key, times);
      if (failures.size() > CAPACITY) {
        failures.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }
}
