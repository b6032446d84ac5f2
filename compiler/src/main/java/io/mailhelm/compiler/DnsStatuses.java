package io.mailhelm.compiler;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.DnsStatus.DnsRecord;
import io.mailhelm.crds.MailDomainStatus.BlockListStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the part of a status about the DNS, no longer than the schema allows. */
final class DnsStatuses {
  private static final int RECORDS = 64;
  private static final int OBSERVED = 16;
  private static final int DATA = 4096;
  private static final int NAME = 253;
  private static final int SENTENCES = 1024;
  private static final int LISTINGS = 256;
  private static final int ZONE_FILE = 32_768;
  private static final String CUT = "; … and more: mailhelm dns prints all of it\n";

  private DnsStatuses() {}

  /**
   * The status of a report.
   *
   * @param previous says when a record last changed, where none did since
   * @param exposure says what to do about unknown addresses; empty: not in a cluster
   */
  static DnsStatus dns(
      DnsReport report, Optional<DnsStatus> previous, Instant now, Optional<Exposure> exposure) {
    var records =
        shown(report.records()).stream()
            .map(record -> entry(record, exposure.filter(any -> isUnknownAddress(record))))
            .toList();
    var since =
        previous
            .filter(before -> records.equals(before.records()))
            .map(DnsStatus::lastChanged)
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new DnsStatus(
        since,
        report.ready(),
        DnsStatus.Dnssec.valueOf(report.dnssec().name()),
        zoneFile(report.zoneFile()),
        records);
  }

  /** The records that fit, those that mail needs first. */
  private static List<RecordReport> shown(List<RecordReport> records) {
    return records.size() <= RECORDS
        ? records
        : records.stream()
            .sorted(Comparator.comparing(record -> !record.required()))
            .limit(RECORDS)
            .toList();
  }

  /**
   * Whether a record is about the server's address and that is unknown; in a cluster the Service
   * decides it.
   */
  private static boolean isUnknownAddress(RecordReport record) {
    return record.purpose() == RecordPurpose.Address && record.verdict() == RecordVerdict.Unknown;
  }

  private static DnsRecord entry(RecordReport record, Optional<Exposure> unknown) {
    return new DnsRecord(
        record.purpose().name(),
        bounded(record.name(), NAME),
        record.type(),
        text(record.expected(), DATA),
        record.observed().stream().limit(OBSERVED).map(text -> bounded(text, DATA)).toList(),
        DnsStatus.Verdict.valueOf(record.verdict().name()),
        record.required(),
        text(unknown.map(Exposure::unknownAddresses).orElse(record.advice()), SENTENCES));
  }

  /** As many whole lines as fit: half a record would be a wrong one. */
  private static String zoneFile(String text) {
    if (text.length() <= ZONE_FILE) {
      return text;
    }
    return text.substring(0, text.lastIndexOf('\n', ZONE_FILE - CUT.length() - 1) + 1) + CUT;
  }

  /** The answers of block lists, the bad ones first where not all of them fit. */
  static List<BlockListStatus> blockLists(List<BlockListing> listings) {
    return listings.stream()
        .sorted(
            Comparator.comparing(
                (BlockListing listing) ->
                    listings.size() > LISTINGS && listing.state() != BlockListing.State.Listed))
        .limit(LISTINGS)
        .map(
            listing ->
                new BlockListStatus(
                    bounded(listing.zone(), NAME),
                    bounded(listing.subject(), NAME),
                    switch (listing.state()) {
                      case Listed -> true;
                      case NotListed -> false;
                      case Unknown -> null;
                    },
                    text(listing.text(), SENTENCES)))
        .toList();
  }

  /** The text, or null where it is empty, so that the status leaves it out. */
  private static String text(String text, int most) {
    return text.isEmpty() ? null : bounded(text, most);
  }

  private static String bounded(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    var end = most - 1;
    // Half of a pair is no character.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
