package io.mailhelm.smtp.web;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns.Submission;
import java.util.Comparator;
import java.util.List;

/** Orders the ports of a domain by preference for mail programs. */
final class PortPreference {
  private PortPreference() {}

  /** A domain's, the best first: TLS from the first octet (RFC 8314 §3.3). */
  static List<Submission> of(Domain domain) {
    return domain.dns().submission().stream()
        .sorted(Comparator.comparing(Submission::implicitTls).reversed())
        .toList();
  }
}
