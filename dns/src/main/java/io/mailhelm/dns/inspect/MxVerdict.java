package io.mailhelm.dns.inspect;

import static io.mailhelm.dns.inspect.HostVerdicts.joined;

import io.mailhelm.dns.Answer.Absent;
import io.mailhelm.dns.Answer.Found;
import io.mailhelm.dns.Answer.Unavailable;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.util.List;
import java.util.regex.Pattern;

/** Whether mail for the domain comes to us. */
final class MxVerdict {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private MxVerdict() {}

  static Finding of(ExpectedRecord wanted, Look look) {
    return switch (look.dns().mx(wanted.name())) {
      case Unavailable<MailExchange>(var reason) -> Finding.error(reason);
      case Absent<MailExchange> none ->
          Finding.missing("Publish it: without it mail goes to the domain's own address, if any.");
      case Found<MailExchange>(var name, var values, var validated) -> of(values, look);
    };
  }

  private static Finding of(List<MailExchange> found, Look look) {
    var host = look.domain().hostname().ascii();
    var observed =
        found.stream().map(mx -> "%d %s.".formatted(mx.preference(), mx.host())).toList();
    var hosts = found.stream().map(MailExchange::host).distinct().sorted().toList();
    if (hosts.contains("")) {
      return Finding.mismatch(
          observed, "This is the null MX: it says that the domain takes no mail (RFC 7505 §3).");
    }
    var others = hosts.stream().filter(each -> !each.equals(host)).toList();
    var literal = literals(hosts);
    if (hosts.contains(host)) {
      return Finding.match(observed, others(others), literal, alias(host, look));
    }
    return Finding.mismatch(
        observed,
        "Mail goes to %s, not here.".formatted(joined(others)),
        literal,
        here(others, look));
  }

  private static String others(List<String> others) {
    return others.isEmpty()
        ? ""
        : "Mail also goes to %s: what is there must take it.".formatted(joined(others));
  }

  private static String literals(List<String> hosts) {
    var addresses = hosts.stream().filter(host -> ADDRESS.matcher(host).matches()).toList();
    return addresses.isEmpty()
        ? ""
        : "An MX is a host name, never an address: %s.".formatted(joined(addresses));
  }

  private static String alias(String host, Look look) {
    return look.dns().addresses(host) instanceof Found<?>(var name, var values, var validated)
        ? HostVerdicts.alias(host, name)
        : "";
  }

  /** Another name of ours would do but for the certificate. */
  private static String here(List<String> others, Look look) {
    var here =
        others.stream()
            .filter(
                host ->
                    look.dns().addresses(host).found().stream()
                        .anyMatch(look.publicAddresses()::contains))
            .toList();
    return here.isEmpty()
        ? ""
        : "%s leads here too, but the certificate is for %s: name that."
            .formatted(joined(here), look.domain().hostname());
  }
}
