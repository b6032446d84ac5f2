package io.mailhelm.watch;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import java.util.List;
import java.util.Objects;

/**
 * A domain whose DNS is watched, and the resolvers to ask.
 *
 * @param ehlo the name that its server says in EHLO
 * @param resolvers name servers to ask; empty: the machine's
 */
record DnsSubject(Domain domain, DomainName ehlo, List<String> resolvers) {
  DnsSubject {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(ehlo);
    resolvers = List.copyOf(resolvers);
  }

  /** Whether the DNS should say the same for both; other differences between them do not matter. */
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
