package io.mailhelm.smtp.send;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers which addresses greeted us, and which offer CHUNKING without knowing BDAT; of each kind
 * the last {@value #MOST}. The first get the time limits of RFC 5321 §4.5.3.2, while a host that
 * never greeted us may hold a connection for a shorter time. The others get DATA. Thread-safe.
 */
final class KnownHosts {
  static final int MOST = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Boolean> known = latest();
  private final Map<InetAddress, Boolean> withoutChunks = latest();

  private static Map<InetAddress, Boolean> latest() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<InetAddress, Boolean> eldest) {
        return size() > MOST;
      }
    };
  }

  /** Whether it greeted us. */
  boolean contains(InetAddress address) {
    return has(known, address);
  }

  /** Whether it offered CHUNKING and did not know BDAT. */
  boolean refusesChunks(InetAddress address) {
    return has(withoutChunks, address);
  }

  private boolean has(Map<InetAddress, Boolean> addresses, InetAddress address) {
    lock.lock();
    try {
      return addresses.get(address) != null; // which makes it the latest
    } finally {
      lock.unlock();
    }
  }

  /** It did not know BDAT. */
  void refusedChunks(InetAddress address) {
    lock.lock();
    try {
      withoutChunks.put(address, true);
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
