package io.mailhelm.dns.inspect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.DnsReport;

/** Compares the DNS records of a domain with the expected ones. Thread-safe. */
@FunctionalInterface
public interface Inspector {
  /**
   * Asks for every expected record, and asks block lists. It takes as long as name servers take, at
   * worst some seconds for each question, and never throws for what the network does.
   *
   * @param ehlo the name that its server says in EHLO
   * @return equal while the DNS says the same
   */
  DnsReport inspect(Domain domain, DomainName ehlo);
}
