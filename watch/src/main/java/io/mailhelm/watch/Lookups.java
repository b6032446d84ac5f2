package io.mailhelm.watch;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.rotation.VisibilityCheck;
import java.util.List;

/**
 * Gives the means to look at the DNS through given name servers: {@code address} or {@code
 * address:port}; none: the machine's. Thread-safe.
 */
public interface Lookups {
  /** Compares the DNS records of a domain with the expected ones. */
  Inspector inspector(List<String> resolvers);

  /**
   * Checks whether the records of keys are seen everywhere.
   *
   * @param addresses which of the addresses that zones give their name servers may be asked
   */
  VisibilityCheck sightings(List<String> resolvers, AddressRules addresses);
}
