package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.Resolver;

/** Tells whether a zone is signed and its signatures are valid (RFC 4035 §4.3). */
final class Signatures {
  /**
   * A validator's answer where signatures are not valid (RFC 4035 §5.5); silence does not prove
   * that.
   */
  private static final String REFUTED = "SERVFAIL";

  private static final String ROOT = ".";

  private Signatures() {}

  /**
   * The state of a zone. It is bogus only where the root can be validated: a resolver may withhold
   * signatures from us.
   */
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
