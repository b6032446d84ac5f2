package io.mailhelm.dns.inspect;

import static io.mailhelm.dns.inspect.HostVerdicts.joined;

import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Judges reverse DNS: whether an address has a name that leads back to it (RFC 1912 §2.1). */
final class PtrVerdict {
  /** More names are not looked up. */
  private static final int MAX_NAMES = 10;

  private PtrVerdict() {}

  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    if (!wanted.isKnown()) {
      return RecordFinding.unknown(List.of(), wanted.note());
    }
    var address = InetAddress.ofLiteral(wanted.subject());
    return switch (look.dns().names(address)) {
      case Unavailable<String>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<String> none ->
          RecordFinding.missing(
              "Ask whoever gave you %s to name it %s.".formatted(wanted.subject(), look.ehlo()));
      case Found<String>(var at, var names, var validated) ->
          confirmed(address, names.stream().distinct().sorted().toList(), wanted, look);
    };
  }

  private static RecordFinding confirmed(
      InetAddress address, List<String> names, ExpectedRecord wanted, InspectionContext look) {
    var observed = names.stream().map(name -> name + ".").toList();
    var confirmed = new ArrayList<String>();
    var reason = "";
    for (var name : names.stream().limit(MAX_NAMES).toList()) {
      var answer = look.dns().addresses(name);
      if (answer instanceof Unavailable<InetAddress>(var why, var _)) {
        reason = why;
      } else if (answer.found().contains(address)) {
        confirmed.add(name);
      }
    }
    if (confirmed.contains(look.ehlo().ascii())) {
      return RecordFinding.match(observed);
    }
    if (!confirmed.isEmpty()) {
      return RecordFinding.match(
          observed,
          "Its name is %s, while EHLO says %s: some servers want them to be one."
              .formatted(joined(confirmed), look.ehlo()));
    }
    return reason.isEmpty()
        ? RecordFinding.mismatch(
            observed,
            "No name of %s leads back to it: ask whoever gave it to you for a name that has this"
                    .formatted(wanted.subject())
                + " address, which is %s where mail also arrives at it.".formatted(look.ehlo()))
        : RecordFinding.error(observed, reason);
  }
}
