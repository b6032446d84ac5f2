package io.mailhelm.operator.dnsreport;

import io.mailhelm.dns.NameServers;
import io.mailhelm.dns.NetworkResolver;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.TrustAnchors;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One resolver, and what it remembers, for all who ask the same name servers. The least used lists
 * of them are forgotten. Thread-safe.
 */
public final class SharedResolvers {
  private static final int LISTS = 32;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<List<String>, Resolver> known = new LinkedHashMap<>(16, 0.75f, true);

  public SharedResolvers(Clock clock) {
    this.clock = clock;
  }

  /**
   * The resolver that asks these.
   *
   * @param servers as {@link NameServers#of} reads them; empty: the machine's
   */
  public Resolver of(List<String> servers) {
    lock.lock();
    try {
      var there = known.get(servers);
      if (there != null) {
        return there;
      }
      var made = new NetworkResolver(NameServers.of(servers), TrustAnchors.iana(), clock);
      known.put(List.copyOf(servers), made);
      if (known.size() > LISTS) {
        Map.Entry<List<String>, Resolver> oldest = known.firstEntry();
        known.remove(oldest.getKey());
      }
      return made;
    } finally {
      lock.unlock();
    }
  }
}
