package io.mailhelm.dns.inspect;

import static io.mailhelm.dns.inspect.HostVerdicts.joined;

import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.util.ArrayList;
import java.util.List;

/** Judges the MX records: whether mail for the domain comes to us. */
final class MxVerdict {
  /** More hosts are not looked up: an answer may name thousands. */
  private static final int MAX_HOSTS = 10;

  private MxVerdict() {}

  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    return switch (look.dns().mx(wanted.name())) {
      case Unavailable<MailExchange>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<MailExchange> none ->
          RecordFinding.missing(
              "Publish it: without it mail goes to the domain's own address, if any.");
      case Found<MailExchange>(var name, var values, var validated) -> of(values, look);
    };
  }

  private static RecordFinding of(List<MailExchange> found, InspectionContext look) {
    var host = look.domain().hostname().ascii();
    var observed =
        found.stream().map(mx -> "%d %s.".formatted(mx.preference(), mx.host())).toList();
    var hosts = found.stream().map(MailExchange::host).distinct().sorted().toList();
    if (hosts.contains("")) {
      return RecordFinding.mismatch(
          observed, "This is the null MX: it says that the domain takes no mail (RFC 7505 §3).");
    }
    var others = hosts.stream().filter(each -> !each.equals(host)).toList();
    if (!hosts.contains(host)) {
      return RecordFinding.mismatch(
          observed,
          "Mail goes to %s, not here.".formatted(joined(others)),
          String.join(" ", problems(followed(others, look))),
          here(others, look));
    }
    var all = new ArrayList<>(List.of(MailHost.of(host, look.dns())));
    all.addAll(followed(others, look));
    var problems = problems(all);
    if (!problems.isEmpty()) {
      return RecordFinding.mismatch(observed, String.join(" ", problems));
    }
    var uncertain = all.stream().flatMap(each -> each.uncertainty().stream()).findFirst();
    return uncertain.isPresent()
        ? RecordFinding.error(observed, uncertain.get())
        : RecordFinding.match(observed, others(others), alias(host, all.getFirst()));
  }

  private static List<MailHost> followed(List<String> hosts, InspectionContext look) {
    return hosts.stream().limit(MAX_HOSTS).map(host -> MailHost.of(host, look.dns())).toList();
  }

  private static List<String> problems(List<MailHost> hosts) {
    return hosts.stream().flatMap(host -> host.problem().stream()).toList();
  }

  private static String others(List<String> others) {
    return others.isEmpty()
        ? ""
        : "Mail also goes to %s: what is there must take it.".formatted(joined(others));
  }

  private static String alias(String host, MailHost found) {
    return found.addresses() instanceof Found<?>(var name, var values, var validated)
        ? HostVerdicts.alias(host, name)
        : "";
  }

  /**
   * Advice where the MX uses another name of ours: mail would arrive, but the certificate does not
   * have that name.
   */
  private static String here(List<String> others, InspectionContext look) {
    var here =
        others.stream()
            .limit(MAX_HOSTS)
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
