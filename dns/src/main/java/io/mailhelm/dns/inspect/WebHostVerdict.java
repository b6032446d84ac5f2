package io.mailhelm.dns.inspect;

import static io.mailhelm.dns.inspect.HostVerdicts.joined;
import static io.mailhelm.dns.inspect.HostVerdicts.texts;

import io.mailhelm.dns.Answer;
import io.mailhelm.dns.Answer.Absent;
import io.mailhelm.dns.Answer.Found;
import io.mailhelm.dns.Answer.Unavailable;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.net.InetAddress;
import java.util.List;

/** Whether a name leads to our web, by an alias or by addresses. */
final class WebHostVerdict {
  private WebHostVerdict() {}

  static Finding of(ExpectedRecord wanted, Look look) {
    return switch (look.dns().addresses(wanted.name())) {
      case Unavailable<InetAddress>(var reason) -> Finding.error(reason);
      case Absent<InetAddress> none -> Finding.missing("Publish it.");
      case Found<InetAddress> found -> of(found, wanted, look);
    };
  }

  private static Finding of(Found<InetAddress> found, ExpectedRecord wanted, Look look) {
    var observed =
        found.name().equals(wanted.name()) ? texts(found.values()) : List.of(found.name() + ".");
    var host = look.domain().hostname().ascii();
    if (found.name().equals(host)) {
      return Finding.match(observed);
    }
    var ours = ours(host, look);
    if (ours instanceof Unavailable<InetAddress>(var reason)) {
      return Finding.error(observed, reason);
    }
    var others = found.values().stream().filter(each -> !ours.found().contains(each)).toList();
    if (others.size() == found.values().size()) {
      return Finding.mismatch(
          observed, "It does not lead to %s: make it an alias of it.".formatted(host));
    }
    return others.isEmpty()
        ? Finding.match(observed)
        : Finding.match(
            observed,
            "It also leads to %s, which is not known to be ours.".formatted(joined(texts(others))));
  }

  private static Answer<InetAddress> ours(String host, Look look) {
    return look.publicAddresses().isEmpty()
        ? look.dns().addresses(host)
        : new Found<>(host, look.publicAddresses(), false);
  }
}
