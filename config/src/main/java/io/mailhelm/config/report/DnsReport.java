package io.mailhelm.config.report;

import java.util.List;
import java.util.Objects;

/**
 * The result of inspecting a domain's DNS. Equal observations make equal reports, because it
 * contains no time.
 *
 * @param records the reports of all records, in the order to read them
 * @param zoneFile the expected records, as text to paste into the domain's zone (RFC 1035 §5.1)
 * @param listings the answers of block lists, by zone and subject
 * @param dnssec whether the zone is signed and the signatures are valid
 */
public record DnsReport(
    List<RecordReport> records, String zoneFile, List<BlockListing> listings, Dnssec dnssec) {
  public DnsReport {
    records = List.copyOf(records);
    Objects.requireNonNull(zoneFile);
    listings = List.copyOf(listings);
    Objects.requireNonNull(dnssec);
  }

  /** The security states of DNSSEC (RFC 4035 §4.3). */
  public enum Dnssec {
    Secure,
    Insecure,
    Bogus,
    /** The state is unknown. */
    Indeterminate
  }

  /** How many of the required records are right, of how many: {@code 7/9}. */
  public String ready() {
    var required = records.stream().filter(RecordReport::required).toList();
    return "%d/%d"
        .formatted(
            required.stream().filter(record -> record.verdict() == RecordVerdict.Match).count(),
            required.size());
  }
}
