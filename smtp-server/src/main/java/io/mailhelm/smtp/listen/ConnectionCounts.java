package io.mailhelm.smtp.listen;

import io.mailhelm.config.Listener;
import io.mailhelm.smtp.wire.AddressKey;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts connections and keeps them within the limits: in all, for each {@link ListenerKind}, from
 * one address and from one site. Thread-safe.
 */
public final class ConnectionCounts {
  /** How many times as many as an address an IPv6 /48 may have. */
  public static final int SITES = 16;

  /** A tenth of all is kept for listeners of the other kind, if those of one are flooded. */
  private static final int RESERVE = 10;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ListenerKind, Integer> perKind = new EnumMap<>(ListenerKind.class);
  private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /**
   * Counts a connection to {@code listener} in all; false when there is no room, and then it is not
   * counted.
   *
   * @param most at once, of all listeners
   */
  public boolean enter(Listener listener, int most) {
    lock.lock();
    try {
      int own = perKind.getOrDefault(ListenerKind.of(listener), 0);
      if (all() >= most || own >= most - most / RESERVE) {
        return false;
      }
      perKind.put(ListenerKind.of(listener), own + 1);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether listeners of one kind have four fifths of all, or all together nine tenths: newcomers
   * will find no room soon.
   */
  public boolean isCrowded(int most) {
    lock.lock();
    try {
      int greatest = perKind.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      return all() >= most - most / RESERVE || greatest >= most - most / RESERVE * 2;
    } finally {
      lock.unlock();
    }
  }

  /** One that was counted has ended. */
  public void leave(Listener listener) {
    lock.lock();
    try {
      perKind.merge(ListenerKind.of(listener), -1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts a connection from an address; false as for {@link #enter}.
   *
   * @param most at once from that address; of its site {@value #SITES} times as many
   */
  public boolean enter(InetAddress address, int most) {
    int ofSite = (int) Math.min(Integer.MAX_VALUE, (long) most * SITES);
    int site = AddressKey.site(address).map(this::add).orElse(0);
    if (add(AddressKey.of(address)) > most || site > ofSite) {
      leave(address);
      return false;
    }
    return true;
  }

  /** One that was counted for its address has ended. */
  public void leave(InetAddress address) {
    AddressKey.site(address).ifPresent(this::remove);
    remove(AddressKey.of(address));
  }

  private int all() {
    return perKind.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int add(String key) {
    return perAddress.merge(key, 1, Integer::sum);
  }

  private void remove(String key) {
    perAddress.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }
}
