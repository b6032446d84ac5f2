package io.mailhelm.config.report;

import io.mailhelm.config.DomainName;
import java.util.Objects;

/** A domain and the report on its DNS. */
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
