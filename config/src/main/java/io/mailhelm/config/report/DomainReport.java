package io.mailhelm.config.report;

import io.mailhelm.config.DomainName;
import java.util.Objects;

/** What the DNS says of a domain, and which one that is. */
public record DomainReport(DomainName domain, DnsReport report) {
  public DomainReport {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(report);
  }

  /** Whether every required record is right. */
  public boolean isReady() {
    return report.records().stream()
        .filter(RecordReport::required)
        .allMatch(record -> record.verdict() == RecordVerdict.Match);
  }
}
