package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.Resolver;

/** Tells whether a zone is signed and its signatures are valid (RFC 4035 §4.3). */
final class Signatures {
  private static final String ROOT = ".";

  private Signatures() {}

  /**
   * The state of a zone. It is bogus only where the root can be validated: a resolver may withhold
   * signatures from us.
   */
  static Dnssec of(String name, Resolver dns) {
    var validating = dns.validating();
    var proved = validating.ns(name);
    if (!(proved instanceof Unavailable<String>(var _, var cause))) {
      return proved.isValidated() ? Dnssec.Secure : Dnssec.Insecure;
    }
    boolean isRefuted = // silence is no proof
        cause == DnsAnswer.Cause.SERVER_FAILURE
            && !(dns.ns(name) instanceof Unavailable<String>)
            && validating.ns(ROOT).isValidated();
    return isRefuted ? Dnssec.Bogus : Dnssec.Indeterminate;
  }
}
