package io.mailhelm.watch;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import java.util.List;
import java.util.Objects;

/**
 * A domain whose DNS is looked at, and whom to ask.
 *
 * @param ehlo the name its server greets others with
 * @param resolvers whom to ask; empty: the machine's
 */
record DnsSubject(Domain domain, DomainName ehlo, List<String> resolvers) {
  DnsSubject {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(ehlo);
    resolvers = List.copyOf(resolvers);
  }

  /** Whether the DNS is to say the same for both: what else a domain is does not matter to it. */
  boolean asksTheSame(DnsSubject other) {
    return domain.domain().equals(other.domain.domain())
        && domain.hostname().equals(other.domain.hostname())
        && domain.outbound() == other.domain.outbound()
        && domain.dkim().equals(other.domain.dkim())
        && domain.dns().equals(other.domain.dns())
        && ehlo.equals(other.ehlo)
        && resolvers.equals(other.resolvers);
  }
}
