package io.mailhelm.cli.serve;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.DomainReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.inspect.Inspector;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Inspects the DNS of a folder's domains once, for a command, whether they are watched or not. */
public final class DnsRun {
  /** Domains that are inspected in parallel; each asks several questions in parallel itself. */
  private static final int AT_ONCE = 4;

  private static final String NO_KEYS =
      "The keys are made when the folder is first served: serve it, or name the data folder of its"
          + " server with --data.";

  private final Inspector inspector;

  public DnsRun(Inspector inspector) {
    this.inspector = inspector;
  }

  /** The reports on those domains of a config that are asked for, in its order. */
  public List<DomainReport> of(ServerConfig config, Predicate<Domain> asked) {
    var ehlo = config.server().hostname();
    return config.domains().stream()
        .filter(asked)
        .gather(Gatherers.mapConcurrent(AT_ONCE, domain -> look(domain, ehlo)))
        .toList();
  }

  private DomainReport look(Domain domain, DomainName ehlo) {
    var report = inspector.inspect(domain, ehlo);
    return new DomainReport(
        domain.domain(), isKeyless(domain) ? withoutKeys(domain, report) : report);
  }

  private static boolean isKeyless(Domain domain) {
    return domain.dkim().isEmpty() && !domain.dns().omitted().contains(RecordPurpose.Dkim);
  }

  private static DnsReport withoutKeys(Domain domain, DnsReport report) {
    var missing =
        new RecordReport(
            RecordPurpose.Dkim,
            "_domainkey." + domain.domain().ascii(),
            "TXT",
            "",
            List.of(),
            RecordVerdict.Unknown,
            domain.outbound() == Domain.Outbound.Deliver,
            NO_KEYS);
    var before =
        report.records().stream().filter(r -> r.purpose().compareTo(RecordPurpose.Dkim) < 0);
    var after =
        report.records().stream().filter(r -> r.purpose().compareTo(RecordPurpose.Dkim) >= 0);
    return new DnsReport(
        Stream.of(before, Stream.of(missing), after).flatMap(records -> records).toList(),
        report.zoneFile(),
        report.listings(),
        report.dnssec());
  }
}
