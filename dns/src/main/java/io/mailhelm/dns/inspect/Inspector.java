package io.mailhelm.dns.inspect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.DnsReport;

/** Looks at what the DNS says of a domain. Thread-safe. */
@FunctionalInterface
public interface Inspector {
  /**
   * Asks for every record there should be, and block lists. It takes as long as name servers take,
   * some seconds at worst a question, and never throws for what the network does.
   *
   * @param ehlo the name its server greets others with
   * @return equal while the DNS says the same
   */
  DnsReport inspect(Domain domain, DomainName ehlo);
}
