package io.mailhelm.smtp.listen;

import io.mailhelm.smtp.auth.AddressKey;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, in all and from one address. Thread-safe. */
public final class ConnectionCounts {
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /**
   * Counts a connection in all; false when there is no room, and then it is not counted.
   *
   * @param most at once
   */
  public boolean enter(int most) {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      return false;
    }
    return true;
  }

  /** One that was counted has ended. */
  public void leave() {
    all.decrementAndGet();
  }

  /** Counts a connection from an address; false as for {@link #enter}. */
  public boolean enter(InetAddress address, int most) {
    var key = AddressKey.of(address);
    if (perAddress.merge(key, 1, Integer::sum) > most) {
      leave(address);
      return false;
    }
    return true;
  }

  /** One that was counted for its address has ended. */
  public void leave(InetAddress address) {
    perAddress.computeIfPresent(
        AddressKey.of(address), (key, count) -> count == 1 ? null : count - 1);
  }
}
