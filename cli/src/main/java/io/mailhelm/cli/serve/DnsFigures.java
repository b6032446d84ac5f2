package io.mailhelm.cli.serve;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.smtp.observe.DomainFigures;
import io.mailhelm.watch.ObservedDomain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the figures for metrics from what was observed of domains. Pure. */
final class DnsFigures {
  private DnsFigures() {}

  static List<DomainFigures> of(
      ServerConfig config, Map<String, ObservedDomain> observed, Instant now) {
    return config.domains().stream()
        .filter(domain -> observed.containsKey(domain.name()))
        .map(
            domain -> {
              var about = observed.get(domain.name());
              var dns = about.findings().dns();
              return new DomainFigures(
                  domain.domain().ascii(),
                  dns.map(DnsFigures::records).orElse(Map.of()),
                  ages(about.keys(), now),
                  dns.map(DnsFigures::listed).orElse(Map.of()));
            })
        .toList();
  }

  /**
   * Whether the records for each purpose are right: true where all required ones match, false where
   * one is wrong, and absent where that is unknown.
   */
  private static Map<String, Boolean> records(DnsReport report) {
    var rows = new TreeMap<String, Boolean>();
    report.records().stream()
        .filter(RecordReport::required)
        .collect(Collectors.groupingBy(record -> record.purpose().name()))
        .forEach(
            (purpose, records) -> {
              if (records.stream().anyMatch(record -> isWrong(record.verdict()))) {
                rows.put(purpose, false);
              } else if (records.stream().allMatch(r -> r.verdict() == RecordVerdict.Match)) {
                rows.put(purpose, true);
              }
            });
    return rows;
  }

  private static boolean isWrong(RecordVerdict verdict) {
    return switch (verdict) {
      case Missing, Mismatch, Extra -> true;
      case Match, Error, Unknown -> false;
    };
  }

  private static Map<String, Duration> ages(DkimLedger ledger, Instant now) {
    return ledger.keys().stream()
        .filter(key -> key.stage() == DkimKey.Stage.Active)
        .collect(
            Collectors.toMap(DkimLedger.Key::selector, key -> Duration.between(key.since(), now)));
  }

  private static Map<String, Boolean> listed(DnsReport report) {
    var rows = new TreeMap<String, Boolean>();
    for (var listing : report.listings()) {
      if (listing.state() != BlockListing.State.Unknown) {
        rows.merge(
            listing.zone(), listing.state() == BlockListing.State.Listed, Boolean::logicalOr);
      }
    }
    return rows;
  }
}
