package io.mailhelm.watch;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.rotation.Sightings;
import java.util.List;

/** A DNS that says what a test decides, whoever is asked. */
public record PlayedLookups(Inspector inspector, Sightings sightings) implements Lookups {
  @Override
  public Inspector inspector(List<String> resolvers) {
    return inspector;
  }

  @Override
  public Sightings sightings(List<String> resolvers, AddressRules addresses) {
    return sightings;
  }
}
