package io.mailhelm.dns.inspect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.spf.SpfCheck;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the verdicts of one inspection use: the domain, a resolver, and SPF.
 *
 * @param ehlo the name that its server says in EHLO
 * @param dns the resolver of this inspection
 * @param spf tells whether an address may send
 */
record InspectionContext(Domain domain, DomainName ehlo, Resolver dns, SpfCheck spf) {
  List<InetAddress> publicAddresses() {
    return literals(domain.dns().publicAddresses()).toList();
  }

  List<InetAddress> egressAddresses() {
    return literals(domain.dns().egressAddresses()).toList();
  }

  /** Every address that is known to be ours. */
  List<InetAddress> ours() {
    return Stream.concat(publicAddresses().stream(), egressAddresses().stream())
        .distinct()
        .toList();
  }

  private static Stream<InetAddress> literals(List<String> addresses) {
    return addresses.stream().map(InetAddress::ofLiteral).distinct();
  }
}
