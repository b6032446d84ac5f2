package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.util.List;
import java.util.Optional;

/**
 * Judges the TLSA records of the host (DANE, RFC 7672). The config does not know the certificate,
 * so the expected data are unknown here: a host without TLSA is passed over, and for one that has
 * some only their form is judged. Where the zone is signed, a missing answer is worth reporting:
 * senders that use DANE do not deliver then (RFC 7672 §2.1.1).
 */
final class TlsaVerdict {
  private static final int SHA_256 = 32;
  private static final int SHA_512 = 64;

  private TlsaVerdict() {}

  /** Empty: there is nothing to say. */
  static Optional<RecordFinding> of(ExpectedRecord wanted, InspectionContext look) {
    return switch (look.dns().tlsa(wanted.name())) {
      case Absent<TlsAssociation> none -> Optional.empty();
      case Unavailable<TlsAssociation>(var reason, var _) -> unavailable(reason, look);
      case Found<TlsAssociation>(var name, var values, var validated) ->
          Optional.of(of(values, look));
    };
  }

  private static Optional<RecordFinding> unavailable(String reason, InspectionContext look) {
    return switch (Signatures.of(look.domain().hostname().ascii(), look.dns())) {
      case Secure, Bogus -> Optional.of(RecordFinding.error(reason));
      case Insecure, Indeterminate -> Optional.empty();
    };
  }

  private static RecordFinding of(List<TlsAssociation> found, InspectionContext look) {
    var observed = found.stream().map(TlsAssociation::toString).toList();
    if (found.stream().noneMatch(TlsaVerdict::isUsable)) {
      return RecordFinding.mismatch(
          observed, "None of them can be used with SMTP: write 3 1 1 and a SHA-256 of the key.");
    }
    var signed = Signatures.of(look.domain().hostname().ascii(), look.dns());
    return RecordFinding.unknown(
        observed,
        "Nobody here knows which certificate it must be: change it before the certificate.",
        signed == Dnssec.Insecure ? "The zone is not signed, so nobody believes it." : "");
  }

  /**
   * Whether a record is usable (RFC 7672 §3.1): it is DANE-TA or DANE-EE, and the data are whole or
   * a hash of the right length.
   */
  private static boolean isUsable(TlsAssociation tlsa) {
    int length = tlsa.data().length;
    boolean isWhole =
        switch (tlsa.matching()) {
          case 0 -> length > 0;
          case 1 -> length == SHA_256;
          case 2 -> length == SHA_512;
          default -> false;
        };
    return (tlsa.usage() == 2 || tlsa.usage() == 3)
        && (tlsa.selector() == 0 || tlsa.selector() == 1)
        && isWhole;
  }
}
