package io.mailhelm.config.report;

import java.util.List;
import java.util.Objects;

/**
 * What the DNS says of a domain. Equal sights make equal reports: there is no time in it.
 *
 * @param records every one that was looked at, in the order to read them
 * @param zoneFile what is wanted, as text to paste into the domain's zone (RFC 1035 §5.1)
 * @param listings what block lists say, by zone and subject
 * @param dnssec whether the zone is signed and the signatures hold
 */
public record DnsReport(
    List<RecordReport> records, String zoneFile, List<BlockListing> listings, Dnssec dnssec) {
  public DnsReport {
    records = List.copyOf(records);
    Objects.requireNonNull(zoneFile);
    listings = List.copyOf(listings);
    Objects.requireNonNull(dnssec);
  }

  /** RFC 4035 §4.3. */
  public enum Dnssec {
    Secure,
    Insecure,
    Bogus,
    /** It cannot be told. */
    Indeterminate
  }

  /** How many of the required records are right, and how many there are: {@code 7/9}. */
  public String ready() {
    var required = records.stream().filter(RecordReport::required).toList();
    return "%d/%d"
        .formatted(
            required.stream().filter(record -> record.verdict() == RecordVerdict.Match).count(),
            required.size());
  }
}
