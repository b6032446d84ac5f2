package io.mailhelm.compiler;

import io.mailhelm.config.report.DnsReport;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The findings about one domain that come from outside the compilation.
 *
 * @param dns the report on its DNS; empty: it has not been inspected yet
 * @param nextTransition when its signing keys change next; empty: unknown
 * @param unseen which servers do not show the record of a pending key, and what they answered, by
 *     selector
 */
public record DomainFindings(
    Optional<DnsReport> dns, Optional<Instant> nextTransition, Map<String, String> unseen) {
  /** Nothing has been observed yet. */
  public static final DomainFindings NONE = new DomainFindings(Optional.empty(), Optional.empty());

  public DomainFindings {
    Objects.requireNonNull(dns);
    Objects.requireNonNull(nextTransition);
    unseen = Map.copyOf(unseen);
  }

  /** Findings where records of keys were not looked for. */
  public DomainFindings(Optional<DnsReport> dns, Optional<Instant> nextTransition) {
    this(dns, nextTransition, Map.of());
  }
}
