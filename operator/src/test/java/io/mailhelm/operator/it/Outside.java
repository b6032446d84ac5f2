package io.mailhelm.operator.it;

import io.mailhelm.dns.NameServers;
import io.mailhelm.dns.fake.FakeNameServer;
import io.mailhelm.dns.inspect.DnsInspector;
import io.mailhelm.dns.rotation.AuthoritativeSightings;
import io.mailhelm.dns.spf.SpfEvaluator;
import io.mailhelm.operator.dkimrotation.Observers;
import io.mailhelm.operator.dnsreport.Inspectors;
import io.mailhelm.operator.dnsreport.SharedResolvers;
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

  Inspectors inspectors(Clock clock) {
    var resolvers = new SharedResolvers(clock);
    return servers -> {
      var resolver = resolvers.of(servers);
      return new DnsInspector(resolver, new SpfEvaluator(resolver, clock));
    };
  }

  Observers observers() {
    return (servers, rules) ->
        new AuthoritativeSightings(
            NameServers.of(servers),
            rules,
            server.address().getPort(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10));
  }
}
