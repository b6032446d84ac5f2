package io.mailhelm.operator.report;

import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.DnsStatus.DnsRecord;
import io.mailhelm.crds.DnsStatus.Verdict;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.operator.report.OwnedGauges.Kind;
import io.mailhelm.operator.report.OwnedGauges.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes metrics of what a status says of the DNS and of block lists. */
final class DnsRows {
  private static final Kind RECORD =
      new Kind(
          "mailhelm.dns.record.ok",
          "",
          "1: the records of a domain for a purpose are right, 0: one is not. Absent while it"
              + " cannot be told.");
  private static final Kind LISTED =
      new Kind(
          "mailhelm.block.listed",
          "",
          "1: a block list has an address or a domain, 0: it does not. Absent while it cannot be"
              + " told.");
  private static final Set<Verdict> WRONG =
      Set.of(Verdict.Missing, Verdict.Mismatch, Verdict.Extra);

  private DnsRows() {}

  static Stream<Row> of(MailDomainStatus status, Tags tags) {
    var records =
        Stream.ofNullable(status.dns())
            .map(DnsStatus::records)
            .flatMap(Stream::ofNullable)
            .flatMap(List::stream)
            // A status that somebody wrote by hand need not say it.
            .filter(record -> record.purpose() != null && record.verdict() != null)
            .collect(
                Collectors.groupingBy(
                    record -> new Group(record.purpose(), Boolean.TRUE.equals(record.required())),
                    TreeMap::new,
                    Collectors.toList()));
    var lists =
        Stream.ofNullable(status.blockLists())
            .flatMap(List::stream)
            .filter(list -> list.listed() != null)
            .filter(list -> list.zone() != null && list.address() != null)
            .map(
                list ->
                    Row.of(
                        LISTED,
                        tags.and("zone", list.zone(), "address", list.address()),
                        list.listed() ? 1 : 0));
    return Stream.concat(records.entrySet().stream().flatMap(group -> row(group, tags)), lists);
  }

  /**
   * A group of records for one metric: those that mail needs and those that are only recommended
   * are alerted of apart.
   */
  private record Group(String purpose, boolean required) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int byPurpose = purpose.compareTo(other.purpose);
      return byPurpose == 0 ? Boolean.compare(required, other.required) : byPurpose;
    }
  }

  private static Stream<Row> row(Map.Entry<Group, List<DnsRecord>> group, Tags tags) {
    var all =
        tags.and(
            "purpose",
            group.getKey().purpose(),
            "required",
            Boolean.toString(group.getKey().required()));
    var verdicts = group.getValue().stream().map(DnsRecord::verdict).collect(Collectors.toSet());
    if (verdicts.stream().anyMatch(WRONG::contains)) {
      return Stream.of(Row.of(RECORD, all, 0));
    }
    return verdicts.equals(Set.of(Verdict.Match)) ? Stream.of(Row.of(RECORD, all, 1)) : Stream.of();
  }
}
