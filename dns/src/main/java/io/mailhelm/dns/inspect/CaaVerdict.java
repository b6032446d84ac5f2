package io.mailhelm.dns.inspect;

import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.IssuerRight;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.util.List;

/**
 * Judges which authorities may issue certificates for the host (CAA, RFC 8659). Nothing is ever
 * wrong here, but some things are worth mentioning.
 */
final class CaaVerdict {
  private CaaVerdict() {}

  /** Climbs until a name has records (RFC 8659 §3). */
  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    var name = wanted.name();
    while (!name.isEmpty()) {
      var answer = look.dns().caa(name);
      if (answer instanceof Unavailable<IssuerRight>(var reason, var _)) {
        return RecordFinding.error(reason);
      }
      if (answer instanceof Found<IssuerRight>(var at, var rights, var validated)) {
        return of(rights, name, wanted);
      }
      int dot = name.indexOf('.');
      name = dot < 0 ? "" : name.substring(dot + 1);
    }
    return RecordFinding.match(
        List.of(), "Any authority may issue certificates for it: a CAA record would say which.");
  }

  private static RecordFinding of(List<IssuerRight> rights, String at, ExpectedRecord wanted) {
    var observed =
        rights.stream()
            .map(
                right ->
                    "%d %s \"%s\""
                        .formatted(right.critical() ? 128 : 0, right.tag(), right.value()))
            .toList();
    var where = at.equals(wanted.name()) ? "" : "It is from %s.".formatted(at);
    var issuers = rights.stream().filter(right -> right.tag().equals("issue")).toList();
    boolean isNobody =
        !issuers.isEmpty() && issuers.stream().allMatch(right -> issuer(right).isEmpty());
    return RecordFinding.match(
        observed,
        where,
        isNobody ? "It lets nobody issue certificates: an ACME issuer will get none." : "");
  }

  /** The issuer: the part before the parameters (RFC 8659 §4.2). */
  private static String issuer(IssuerRight right) {
    int end = right.value().indexOf(';');
    return (end < 0 ? right.value() : right.value().substring(0, end)).strip();
  }
}
