package io.mailhelm.dns.inspect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.blocklist.BlockList;
import io.mailhelm.dns.expect.AddressText;
import io.mailhelm.dns.expect.ExpectedRecord;
import io.mailhelm.dns.expect.ExpectedRecords;
import io.mailhelm.dns.expect.ZoneFile;
import io.mailhelm.dns.spf.SpfCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Compares the DNS records of a domain with the expected ones, by their meaning. Each inspection
 * asks anew, each question once, a few in parallel; caching is left to the resolver. Thread-safe.
 */
public final class DnsInspector implements Inspector {
  /** How long an inspection may take; what is not answered by then counts as unknown. */
  public static final Duration TIME = Duration.ofSeconds(60);

  /** The most questions in parallel for one domain. */
  private static final int AT_ONCE = 8;

  /** The most records that a status has room for. */
  private static final int MAX_RECORDS = 64;

  private final Resolver resolver;
  private final SpfCheck spf;
  private final Duration time;

  /**
   * @param spf evaluates the domain's record for our own addresses
   */
  public DnsInspector(Resolver resolver, SpfCheck spf) {
    this(resolver, spf, TIME);
  }

  /**
   * @param time how long an inspection may take, where somebody waits for it
   */
  public DnsInspector(Resolver resolver, SpfCheck spf, Duration time) {
    this.resolver = resolver;
    this.spf = spf;
    this.time = time;
  }

  @Override
  public DnsReport inspect(Domain domain, DomainName ehlo) {
    var dns = new ReportQuestions(resolver, new Semaphore(AT_ONCE));
    var look = new InspectionContext(domain, ehlo, dns, spf);
    var expected = ExpectedRecords.of(domain, ehlo);
    var records = fitting(expected).stream().map(wanted -> record(wanted, look)).toList();
    var listings = listings(look);
    var dnssec =
        new ReportSlot<>(
            () -> Signatures.of(domain.domain().ascii(), dns), reason -> Dnssec.Indeterminate);
    var all = new ArrayList<ReportSlot<?>>(records);
    all.addAll(listings);
    all.add(dnssec);
    ReportSlot.fill(all, time.toMillis());
    var seen = records.stream().map(ReportSlot::value).flatMap(Optional::stream).toList();
    return new DnsReport(
        dnssec.value() == Dnssec.Bogus ? Verdicts.bogus(seen) : seen,
        ZoneFile.of(domain.domain(), expected),
        listings.stream().map(ReportSlot::value).toList(),
        dnssec.value());
  }

  private static ReportSlot<Optional<RecordReport>> record(
      ExpectedRecord wanted, InspectionContext look) {
    return new ReportSlot<>(
        () -> Verdicts.of(wanted, look),
        reason -> Optional.of(Verdicts.unanswered(wanted, reason)));
  }

  /** The required ones, and as many of the others as there is room for. */
  private static List<ExpectedRecord> fitting(List<ExpectedRecord> expected) {
    var fitting = new ArrayList<>(expected);
    for (int i = fitting.size() - 1; i >= 0 && fitting.size() > MAX_RECORDS; i--) {
      if (!fitting.get(i).required()) {
        fitting.remove(i);
      }
    }
    return fitting.subList(0, Math.min(fitting.size(), MAX_RECORDS));
  }

  private static List<ReportSlot<BlockListing>> listings(InspectionContext look) {
    return look.domain().dns().blockLists().stream()
        .sorted()
        .distinct()
        .flatMap(zone -> listings(zone, look))
        .toList();
  }

  private static Stream<ReportSlot<BlockListing>> listings(
      DomainName zone, InspectionContext look) {
    var list = new BlockList(zone, look.dns());
    var addresses =
        look.ours().stream()
            .map(
                address ->
                    new ReportSlot<>(
                        () -> list.of(address),
                        reason -> unanswered(zone, AddressText.of(address), reason)));
    var domain = look.domain().domain();
    return Stream.concat(
        addresses,
        Stream.of(
            new ReportSlot<>(
                () -> list.of(domain), reason -> unanswered(zone, domain.ascii(), reason))));
  }

  private static BlockListing unanswered(DomainName zone, String subject, String reason) {
    return new BlockListing(
        zone.ascii(), subject, BlockListing.State.Unknown, "No answer: " + reason);
  }
}
