package io.mailhelm.dns.inspect;

import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.TagList;
import io.mailhelm.dns.TagList.Kind;
import io.mailhelm.dns.expect.ExpectedRecord;
import io.mailhelm.dns.expect.StsPolicyText;
import java.util.List;
import java.util.regex.Pattern;

/** Judges whether the MTA-STS policy that is served is also announced (RFC 8461 §3.1). */
final class StsVerdict {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

  private StsVerdict() {}

  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    if (wanted.type().equals("CNAME")) {
      return WebHostVerdict.of(wanted, look);
    }
    return switch (look.dns().txt(wanted.name())) {
      case Unavailable<String>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<String> none ->
          RecordFinding.missing("Publish it: nobody looks for a policy before.");
      case Found<String>(var name, var texts, var validated) -> of(texts, look);
    };
  }

  private static RecordFinding of(List<String> texts, InspectionContext look) {
    var records = texts.stream().filter(Kind.MTA_STS::isRecord).toList();
    if (records.size() != 1) { // RFC 8461 §3.1: of several none counts
      return records.isEmpty()
          ? RecordFinding.missingAmong(texts, "Publish it.", Wildcard.below(look))
          : RecordFinding.mismatch(
              records,
              "There are %d records, so none counts: leave one.".formatted(records.size()));
    }
    var id = TagList.of(Kind.MTA_STS, records.getFirst()).get("id", "");
    if (!ID.matcher(id).matches()) {
      return RecordFinding.mismatch(records, "Its id must be 1 to 32 letters and digits.");
    }
    if (StsPolicyText.id(look.domain()).filter(id::equals).isPresent()) {
      return RecordFinding.match(records);
    }
    return look.domain().dns().web()
        ? RecordFinding.mismatch(records, "The policy changed: publish the new id.")
        : RecordFinding.match(
            records, "The policy is served elsewhere: whoever does must change the id with it.");
  }
}
