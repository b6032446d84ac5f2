package io.mailhelm.operator.it;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.NameServers;
import io.mailhelm.dns.fake.FakeNameServer;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.rotation.AuthoritativeVisibilityCheck;
import io.mailhelm.dns.rotation.VisibilityCheck;
import io.mailhelm.watch.Lookups;
import io.mailhelm.watch.NetworkLookups;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The DNS an operator under test asks: a name server on loopback, which resolves and has the zones
 * too. Nobody asks the machine's.
 */
final class Outside {
  /** One in which there is nothing. */
  static final Outside EMPTY = new Outside(new FakeNameServer());

  private final FakeNameServer server;

  Outside(FakeNameServer server) {
    this.server = server;
  }

  List<String> resolvers() {
    return List.of("127.0.0.1:" + server.address().getPort());
  }

  Lookups lookups(Clock clock) {
    var network = new NetworkLookups(clock);
    return new Lookups() {
      @Override
      public Inspector inspector(List<String> resolvers) {
        return network.inspector(resolvers);
      }

      @Override
      public VisibilityCheck sightings(List<String> resolvers, AddressRules addresses) {
        return new AuthoritativeVisibilityCheck(
            NameServers.of(resolvers),
            addresses,
            server.address().getPort(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10));
      }
    };
  }
}
