package io.mailhelm.dns.inspect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.spf.SpfCheck;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * One look at a domain.
 *
 * @param ehlo the name its server greets others with
 * @param dns where it is asked
 * @param spf asks whether an address may send
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
