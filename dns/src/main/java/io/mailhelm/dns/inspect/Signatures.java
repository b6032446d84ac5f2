package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.dns.Answer.Unavailable;
import io.mailhelm.dns.Resolver;

/** Whether a zone is signed and the signatures hold (RFC 4035 §4.3). */
final class Signatures {
  /** What a validator says where signatures do not hold (RFC 4035 §5.5); silence is no proof. */
  private static final String REFUTED = "SERVFAIL";

  private Signatures() {}

  static Dnssec of(String name, Resolver dns) {
    var proved = dns.validating().ns(name);
    if (proved instanceof Unavailable<String>(var reason)) {
      boolean isThere = !(dns.ns(name) instanceof Unavailable<String>);
      return isThere && reason.contains(REFUTED) ? Dnssec.Bogus : Dnssec.Indeterminate;
    }
    return proved.isValidated() ? Dnssec.Secure : Dnssec.Insecure;
  }
}
