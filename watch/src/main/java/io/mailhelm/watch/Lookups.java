package io.mailhelm.watch;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.rotation.VisibilityCheck;
import java.util.List;

/**
 * Gives what looks at the DNS, by whom it asks: name servers as {@code address} or {@code
 * address:port}; none: the machine's. Thread-safe.
 */
public interface Lookups {
  /** Looks at what the DNS says of a domain. */
  Inspector inspector(List<String> resolvers);

  /**
   * Finds out who sees the record of a key.
   *
   * @param addresses which addresses that zones give their name servers are asked
   */
  VisibilityCheck sightings(List<String> resolvers, AddressRules addresses);
}
