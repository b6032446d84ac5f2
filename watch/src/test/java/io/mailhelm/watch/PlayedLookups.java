package io.mailhelm.watch;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.rotation.VisibilityCheck;
import java.util.List;

/** A DNS that says what a test decides, whoever is asked. */
public record PlayedLookups(Inspector inspector, VisibilityCheck sightings) implements Lookups {
  @Override
  public Inspector inspector(List<String> resolvers) {
    return inspector;
  }

  @Override
  public VisibilityCheck sightings(List<String> resolvers, AddressRules addresses) {
    return sightings;
  }
}
