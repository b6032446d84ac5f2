package io.mailhelm.dns.inspect;

import static io.mailhelm.dns.inspect.HostVerdicts.joined;
import static io.mailhelm.dns.inspect.HostVerdicts.texts;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.net.InetAddress;
import java.util.List;

/** Judges whether a name leads to our web port, by an alias or by addresses. */
final class WebHostVerdict {
  private WebHostVerdict() {}

  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    return switch (look.dns().addresses(wanted.name())) {
      case Unavailable<InetAddress>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<InetAddress> none -> RecordFinding.missing("Publish it.");
      case Found<InetAddress> found -> of(found, wanted, look);
    };
  }

  private static RecordFinding of(
      Found<InetAddress> found, ExpectedRecord wanted, InspectionContext look) {
    var observed =
        found.name().equals(wanted.name()) ? texts(found.values()) : List.of(found.name() + ".");
    var host = look.domain().hostname().ascii();
    if (found.name().equals(host)) {
      return RecordFinding.match(observed);
    }
    var ours = ours(host, look);
    if (ours instanceof Unavailable<InetAddress>(var reason, var _)) {
      return RecordFinding.error(observed, reason);
    }
    var others = found.values().stream().filter(each -> !ours.found().contains(each)).toList();
    if (others.size() == found.values().size()) {
      return RecordFinding.mismatch(
          observed, "It does not lead to %s: make it an alias of it.".formatted(host));
    }
    return others.isEmpty()
        ? RecordFinding.match(observed)
        : RecordFinding.match(
            observed,
            "It also leads to %s, which is not known to be ours.".formatted(joined(texts(others))));
  }

  private static DnsAnswer<InetAddress> ours(String host, InspectionContext look) {
    return look.publicAddresses().isEmpty()
        ? look.dns().addresses(host)
        : new Found<>(host, look.publicAddresses(), false);
  }
}
