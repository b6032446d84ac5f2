package io.mailhelm.smtp.send;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The addresses that greeted us lately: those are waited for as RFC 5321 §4.5.3.2 says, while one
 * that never did holds a connection for a shorter time. The last {@value #MOST}. Thread-safe.
 */
final class KnownHosts {
  static final int MOST = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Boolean> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Boolean> eldest) {
          return size() > MOST;
        }
      };

  boolean contains(InetAddress address) {
    lock.lock();
    try {
      return known.containsKey(address);
    } finally {
      lock.unlock();
    }
  }

  /** It greeted us, or did not. */
  void greeted(InetAddress address, boolean didIt) {
    lock.lock();
    try {
      if (didIt) {
        known.put(address, true);
      } else {
        known.remove(address);
      }
    } finally {
      lock.unlock();
    }
  }
}
