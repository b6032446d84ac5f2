package io.mailhelm.operator.dkimrotation;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.rotation.Sightings;
import java.util.List;

/** Who finds out whether the world sees a key, by whom is asked. Thread-safe. */
@FunctionalInterface
public interface Observers {
  /**
   * @param resolvers name servers as {@code address} or {@code address:port}; empty: the machine's
   * @param rules which addresses that zones give their name servers are asked
   */
  Sightings of(List<String> resolvers, AddressRules rules);
}
