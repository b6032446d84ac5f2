package io.mailhelm.dns.inspect;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.Domain;
import io.mailhelm.dns.DkimRecord;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.util.List;

/** Judges a DKIM record: whether it has the right key (RFC 6376 §3.6.1), whatever else it says. */
final class DkimVerdict {
  private DkimVerdict() {}

  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    var key = key(look.domain(), wanted.subject());
    return switch (look.dns().txt(wanted.name())) {
      case Unavailable<String>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<String> none -> absent(wanted, key);
      case Found<String>(var name, var texts, var validated) -> {
        if (key.stage() == Stage.Retired) {
          yield retired(texts, key);
        }
        yield wanted.isKnown()
            ? compared(texts, key, look)
            : RecordFinding.unknown(texts, wanted.note());
      }
    };
  }

  private static DkimKey key(Domain domain, String selector) {
    return domain.dkim().stream()
        .filter(key -> key.selector().equals(selector))
        .findFirst()
        .orElseThrow();
  }

  private static RecordFinding absent(ExpectedRecord wanted, DkimKey key) {
    if (key.stage() == Stage.Retired) {
      return RecordFinding.match(List.of());
    }
    if (!wanted.isKnown()) {
      return RecordFinding.unknown(List.of(), wanted.note());
    }
    return RecordFinding.missing(
        switch (key.stage()) {
          case Pending -> "Publish it: the key signs once the world sees it.";
          case Active -> "Publish it: mail is signed with this key, and nobody can verify it.";
          case Retiring, Retired -> "Publish it again: mail signed with it is still on its way.";
        });
  }

  private static RecordFinding retired(List<String> texts, DkimKey key) {
    boolean isThere =
        texts.stream()
            .map(DkimRecord::parse)
            .anyMatch(
                record ->
                    key.publicKey().isEmpty()
                        ? record.problems().isEmpty() && !record.isRevoked()
                        : record.hasKey(key));
    return isThere
        ? RecordFinding.extra(texts, "This key is retired: remove its record.")
        : RecordFinding.match(texts);
  }

  private static RecordFinding compared(List<String> texts, DkimKey key, InspectionContext look) {
    var records = texts.stream().map(DkimRecord::parse).toList();
    var right = records.stream().filter(record -> record.verifies(key)).findFirst();
    if (right.isEmpty()) {
      return RecordFinding.mismatch(texts, wrong(records, key), Wildcard.note("_domainkey", look));
    }
    // RFC 6376 §3.6.2.2: which of several a verifier takes is not defined
    var several =
        texts.size() > 1
            ? "There are %d TXT records, and a verifier may take any: leave this one."
                .formatted(texts.size())
            : "";
    var testing =
        right.get().isTesting()
            ? "t=y tells verifiers that the domain only tries DKIM: take it out."
            : "";
    return RecordFinding.match(texts, several, testing);
  }

  private static String wrong(List<DkimRecord> records, DkimKey key) {
    var same = records.stream().filter(record -> record.hasKey(key)).findFirst();
    if (same.isPresent()) {
      return same.get().allowsSha256()
          ? "s= does not allow the key for mail: take it out."
          : "h= does not allow SHA-256, which the key signs with: take it out.";
    }
    if (records.stream().anyMatch(DkimRecord::isRevoked)) {
      return "p= is empty, which takes the key back: publish it as expected.";
    }
    return records.stream()
        .flatMap(record -> record.problems().stream())
        .findFirst()
        .map("It is no key record: %s."::formatted)
        .orElse("It is another key: replace it.");
  }
}
