package io.mailhelm.dns.inspect;

import io.mailhelm.config.DomainDns.Dmarc;
import io.mailhelm.config.DomainDns.Dmarc.Policy;
import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.expect.ExpectedRecord;
import io.mailhelm.dns.expect.ReportUris;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Judges a DMARC record: whether it asks of receivers what it should, or more (RFC 7489). */
final class DmarcVerdict {
  private DmarcVerdict() {}

  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    var answer = look.dns().txt(wanted.name());
    if (answer instanceof Unavailable<String>(var reason, var _)) {
      return RecordFinding.error(reason);
    }
    var records = records(answer);
    return wanted.name().equals("_dmarc." + look.domain().domain())
        ? policy(records, look)
        : consent(records);
  }

  private static List<String> records(DnsAnswer<String> answer) {
    return switch (answer) {
      case Found<String>(var name, var texts, var validated) ->
          texts.stream().filter(DmarcRecord::isDmarc).toList();
      case Absent<String> none -> List.of();
      case Unavailable<String> none -> List.of();
    };
  }

  /**
   * Judges whether the receiver of reports consents, as is needed for reports that leave the
   * organisation (RFC 7489 §7.1).
   */
  private static RecordFinding consent(List<String> records) {
    return records.isEmpty()
        ? RecordFinding.missing(
            "Without it no reports are sent there, unless both domains are of one organisation:"
                + " ask whoever keeps that zone.")
        : RecordFinding.match(records);
  }

  private static RecordFinding policy(List<String> records, InspectionContext look) {
    if (records.isEmpty()) {
      return RecordFinding.missing("Publish it.", above(look));
    }
    if (records.size() > 1) { // RFC 7489 §6.6.3
      return RecordFinding.mismatch(
          records,
          "There are %d DMARC records, so none counts: leave one.".formatted(records.size()));
    }
    return compared(records, look.domain().dns().dmarc());
  }

  private static RecordFinding compared(List<String> texts, Dmarc asked) {
    var record = DmarcRecord.parse(texts.getFirst());
    if (record.policy().isEmpty()) {
      return RecordFinding.mismatch(
          texts, "It does not count: %s.".formatted(String.join("; ", record.problems())));
    }
    var wrong = new ArrayList<String>();
    if (record.forAll(record.policy()).compareTo(asked.policy()) < 0) {
      wrong.add(weak("p", record, asked.policy()));
    }
    var subdomains = asked.subdomainPolicy().orElse(asked.policy());
    if (record.forAll(record.subdomainPolicy()).compareTo(subdomains) < 0) {
      wrong.add(weak("sp", record, subdomains));
    }
    absent(asked.aggregateReportsTo(), record.aggregateReportsTo())
        .forEach(uri -> wrong.add("rua= does not name %s.".formatted(uri)));
    if (record.isWordUnknown()) { // readers take it for p=none, whatever was meant
      record.problems().forEach(problem -> wrong.add("Mend it: %s.".formatted(problem)));
    }
    if (!wrong.isEmpty()) {
      return RecordFinding.mismatch(texts, String.join(" ", wrong));
    }
    var notes = new ArrayList<String>();
    absent(asked.failureReportsTo(), record.failureReportsTo())
        .forEach(uri -> notes.add("ruf= does not name %s.".formatted(uri)));
    record.problems().forEach(problem -> notes.add("Mend it: %s.".formatted(problem)));
    return RecordFinding.match(texts, String.join(" ", notes));
  }

  private static String weak(String tag, DmarcRecord record, Policy asked) {
    var word = asked.name().toLowerCase(Locale.ROOT);
    return record.percent() < 100
        ? "With pct=%d, %s= is weaker than %s: take pct= out."
            .formatted(record.percent(), tag, word)
        : "%s= is weaker than %s.".formatted(tag, word);
  }

  private static List<String> absent(List<String> asked, List<String> published) {
    return asked.stream()
        .map(ReportUris::of)
        .filter(uri -> !published.contains(uri.toLowerCase(Locale.ROOT)))
        .toList();
  }

  /** What applies to a subdomain until then: receivers ask its organisational domain. */
  private static String above(InspectionContext look) {
    var name = look.domain().domain().ascii();
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.')) {
      name = name.substring(dot + 1);
      if (name.indexOf('.') < 0) {
        break;
      }
      var answer = look.dns().txt("_dmarc." + name);
      if (answer instanceof Unavailable<String>) {
        return "Whether %s has one cannot be told.".formatted(name);
      }
      var records = records(answer);
      if (records.size() == 1) {
        return "Until then %s may count, if it is of the same organisation: %s"
            .formatted("_dmarc." + name, records.getFirst());
      }
    }
    return "";
  }
}
