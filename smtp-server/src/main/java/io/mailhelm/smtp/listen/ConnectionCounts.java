package io.mailhelm.smtp.listen;

import io.mailhelm.config.Limits;
import io.mailhelm.smtp.auth.AddressKey;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, in all and from one address. Thread-safe. */
final class ConnectionCounts {
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /** Counts a connection in all; false when there is no room, and then it is not counted. */
  boolean enter(Limits limits) {
    if (all.incrementAndGet() > limits.connections()) {
      all.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    all.decrementAndGet();
  }

  /** Counts a connection from an address; false as for {@link #enter}. */
  boolean enter(InetAddress address, Limits limits) {
    var key = AddressKey.of(address);
    if (perAddress.merge(key, 1, Integer::sum) > limits.connectionsPerAddress()) {
      leave(address);
      return false;
    }
    return true;
  }

  void leave(InetAddress address) {
    perAddress.computeIfPresent(
        AddressKey.of(address), (key, count) -> count == 1 ? null : count - 1);
  }
}
