package io.mailhelm.dns.inspect;

import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.ServiceTarget;
import io.mailhelm.dns.TagList;
import io.mailhelm.dns.TagList.Kind;
import io.mailhelm.dns.expect.ExpectedRecord;
import io.mailhelm.dns.expect.ReportUris;
import java.util.List;
import java.util.Locale;

/**
 * Judges the records that say where TLS failures are reported (RFC 8460 §3) and where mail programs
 * submit mail (RFC 6186).
 */
final class ServiceVerdicts {
  private ServiceVerdicts() {}

  static RecordFinding tlsReporting(ExpectedRecord wanted, InspectionContext look) {
    return switch (look.dns().txt(wanted.name())) {
      case Unavailable<String>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<String> none -> RecordFinding.missing("Publish it.");
      case Found<String>(var name, var texts, var validated) ->
          reports(texts.stream().filter(Kind.TLS_REPORTING::isRecord).toList(), look);
    };
  }

  private static RecordFinding reports(List<String> records, InspectionContext look) {
    if (records.isEmpty()) {
      return RecordFinding.missing("Publish it.");
    }
    if (records.size() > 1) { // RFC 8460 §3
      return RecordFinding.mismatch(
          records, "There are %d records, so none counts: leave one.".formatted(records.size()));
    }
    var rua = TagList.of(Kind.TLS_REPORTING, records.getFirst()).get("rua", "");
    var published = ReportUriList.of(rua).uris();
    var absent =
        look.domain().dns().tlsReportsTo().stream()
            .map(ReportUris::of)
            .filter(uri -> !published.contains(uri.toLowerCase(Locale.ROOT)))
            .toList();
    return absent.isEmpty()
        ? RecordFinding.match(records)
        : RecordFinding.mismatch(
            records, "rua= does not name %s.".formatted(String.join(", ", absent)));
  }

  static RecordFinding submission(ExpectedRecord wanted, InspectionContext look) {
    return switch (look.dns().srv(wanted.name())) {
      case Unavailable<ServiceTarget>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<ServiceTarget> none ->
          RecordFinding.missing("Publish it: mail programs find us by it.");
      case Found<ServiceTarget>(var name, var targets, var validated) -> {
        var observed = targets.stream().map(ServiceVerdicts::text).toList();
        var port = Integer.parseInt(wanted.data().split(" ")[2]);
        var host = look.domain().hostname().ascii();
        boolean isOurs =
            targets.stream()
                .anyMatch(target -> target.port() == port && target.target().equals(host));
        yield isOurs
            ? RecordFinding.match(observed)
            : RecordFinding.mismatch(
                observed, "Mail programs are sent elsewhere: publish it as expected.");
      }
    };
  }

  private static String text(ServiceTarget target) {
    return "%d %d %d %s."
        .formatted(target.priority(), target.weight(), target.port(), target.target());
  }
}
