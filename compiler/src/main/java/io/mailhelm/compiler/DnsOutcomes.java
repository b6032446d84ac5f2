package io.mailhelm.compiler;

import io.mailhelm.config.Domain;
import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.DnsStatus.DnsRecord;
import io.mailhelm.crds.DnsStatus.Verdict;
import io.mailhelm.crds.MailDomainStatus.BlockListStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the conditions about the DNS. They follow from what the status shows, so they stay with it
 * until the DNS is inspected anew.
 */
final class DnsOutcomes {
  static final ConditionOutcome CAPTURE =
      ConditionOutcome.unknown("Capture", "mail stays here: DNS is not looked at");

  private static final int NAMED = 3;

  private DnsOutcomes() {}

  /** {@code DNSReady}. */
  static ConditionOutcome ready(Domain domain, Optional<DnsStatus> dns) {
    if (!domain.dns().watched()) {
      return CAPTURE;
    }
    if (dns.isEmpty() || dns.get().records() == null) {
      return ConditionOutcome.unknown("NotChecked", "nobody has looked yet");
    }
    var wrong =
        dns.get().records().stream()
            .filter(record -> Boolean.TRUE.equals(record.required()))
            .filter(record -> record.verdict() != Verdict.Match)
            .toList();
    if (wrong.isEmpty()) {
      return ConditionOutcome.yes("RecordsMatch", "all records that mail needs are right");
    }
    var told =
        wrong.stream()
            .filter(any -> any.verdict() != null)
            .filter(any -> any.verdict() != Verdict.Error && any.verdict() != Verdict.Unknown)
            .toList();
    if (told.isEmpty()) {
      return ConditionOutcome.unknown(
          any(wrong, Verdict.Error) ? "LookupFailed" : "NotKnown", sentences(wrong));
    }
    return ConditionOutcome.no(
        told.stream().allMatch(record -> record.verdict() == Verdict.Missing)
            ? "RecordsMissing"
            : "RecordsWrong",
        sentences(told));
  }

  /** {@code Listed}, which is bad when True. */
  static ConditionOutcome listed(List<BlockListStatus> listings) {
    var bad = listings.stream().filter(any -> Boolean.TRUE.equals(any.listed())).toList();
    if (!bad.isEmpty()) {
      return ConditionOutcome.yes(
          "Listed",
          few(bad.stream().map(DnsOutcomes::sentence), bad.size())
              + ": ask the list how to be taken off, and what sent such mail");
    }
    if (listings.stream().anyMatch(any -> Boolean.FALSE.equals(any.listed()))) {
      return ConditionOutcome.no("NotListed", "no list that answered has us");
    }
    return ConditionOutcome.unknown(
        "NotChecked",
        listings.isEmpty() ? "no list is asked: see spec.dns.blockLists" : "no list answered");
  }

  private static String sentence(BlockListStatus listing) {
    var text = Optional.ofNullable(listing.text()).map(own -> " (%s)".formatted(own)).orElse("");
    return "%s is on %s%s".formatted(listing.address(), listing.zone(), text);
  }

  private static boolean any(List<DnsRecord> records, Verdict verdict) {
    Predicate<DnsRecord> has = record -> record.verdict() == verdict;
    return records.stream().anyMatch(has);
  }

  private static String sentences(List<DnsRecord> records) {
    return few(records.stream().map(DnsOutcomes::sentence), records.size());
  }

  private static String sentence(DnsRecord record) {
    var verdict =
        switch (record.verdict()) {
          case null -> "is unknown"; // a status that somebody else wrote
          case Error -> "cannot be looked up";
          case Mismatch -> "is wrong";
          case Extra -> "should go";
          case Unknown, Missing, Match -> "is " + record.verdict().name().toLowerCase(Locale.ROOT);
        };
    var advice = Optional.ofNullable(record.advice()).map(own -> " (%s)".formatted(own)).orElse("");
    return "%s %s at %s %s%s"
        .formatted(record.purpose(), record.type(), record.name(), verdict, advice);
  }

  private static String few(Stream<String> sentences, int count) {
    var more = count > NAMED ? "; and %d more".formatted(count - NAMED) : "";
    return sentences.limit(NAMED).collect(Collectors.joining("; ")) + more;
  }
}
