package io.mailhelm.operator.dnsreport;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import java.util.List;
import java.util.Objects;

/**
 * What is looked at, and through whom.
 *
 * @param ehlo the name its server greets others with
 * @param resolvers whom to ask; empty: the machine's
 */
record Question(Domain domain, DomainName ehlo, List<String> resolvers) {
  Question {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(ehlo);
    resolvers = List.copyOf(resolvers);
  }

  /** Whether the DNS is to say the same for both: what else a domain is does not matter to it. */
  boolean asksTheSame(Question other) {
    return domain.domain().equals(other.domain.domain())
        && domain.hostname().equals(other.domain.hostname())
        && domain.outbound() == other.domain.outbound()
        && domain.dkim().equals(other.domain.dkim())
        && domain.dns().equals(other.domain.dns())
        && ehlo.equals(other.ehlo)
        && resolvers.equals(other.resolvers);
  }
}
