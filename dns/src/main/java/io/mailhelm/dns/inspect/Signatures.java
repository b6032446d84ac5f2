package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.Resolver;

/** Whether a zone is signed and the signatures hold (RFC 4035 §4.3). */
final class Signatures {
  /** What a validator says where signatures do not hold (RFC 4035 §5.5); silence is no proof. */
  private static final String REFUTED = "SERVFAIL";

  private static final String ROOT = ".";

  private Signatures() {}

  /** Bogus only where the root can be proved: a resolver may keep signatures from us. */
  static Dnssec of(String name, Resolver dns) {
    var validating = dns.validating();
    var proved = validating.ns(name);
    if (!(proved instanceof Unavailable<String>(var reason))) {
      return proved.isValidated() ? Dnssec.Secure : Dnssec.Insecure;
    }
    boolean isRefuted =
        reason.contains(REFUTED)
            && !(dns.ns(name) instanceof Unavailable<String>)
            && validating.ns(ROOT).isValidated();
    return isRefuted ? Dnssec.Bogus : Dnssec.Indeterminate;
  }
}
