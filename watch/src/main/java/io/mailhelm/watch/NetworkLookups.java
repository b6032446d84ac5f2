package io.mailhelm.watch;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.NameServers;
import io.mailhelm.dns.NetworkResolver;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.TrustAnchors;
import io.mailhelm.dns.inspect.DnsInspector;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.rotation.AuthoritativeVisibilityCheck;
import io.mailhelm.dns.rotation.VisibilityCheck;
import io.mailhelm.dns.spf.SpfEvaluator;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at the DNS over the network. All who ask the same name servers share one resolver and its
 * cache; the least recently used resolvers are dropped. Thread-safe.
 */
public final class NetworkLookups implements Lookups {
  private static final int LISTS = 32;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<List<String>, Resolver> known = new LinkedHashMap<>(16, 0.75f, true);

  public NetworkLookups(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Inspector inspector(List<String> resolvers) {
    var resolver = resolver(resolvers);
    return new DnsInspector(resolver, new SpfEvaluator(resolver, clock));
  }

  @Override
  public VisibilityCheck sightings(List<String> resolvers, AddressRules addresses) {
    return new AuthoritativeVisibilityCheck(NameServers.of(resolvers), addresses);
  }

  private Resolver resolver(List<String> servers) {
    lock.lock();
    try {
      var there = known.get(servers);
      if (there != null) {
        return there;
      }
      var made = new NetworkResolver(NameServers.of(servers), TrustAnchors.iana(), clock);
      known.put(List.copyOf(servers), made);
      if (known.size() > LISTS) {
        known.pollFirstEntry();
      }
      return made;
    } finally {
      lock.unlock();
    }
  }
}
