package io.mailhelm.compiler;

import io.mailhelm.config.report.DnsReport;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found out about one domain, outside it.
 *
 * @param dns what the DNS says; empty: nobody has looked yet
 * @param nextTransition when its signing keys change next; empty: nobody can tell
 * @param unseen who does not show the record of a pending key, and what they said, by selector
 */
public record DomainFindings(
    Optional<DnsReport> dns, Optional<Instant> nextTransition, Map<String, String> unseen) {
  /** Nobody has looked yet. */
  public static final DomainFindings NONE = new DomainFindings(Optional.empty(), Optional.empty());

  public DomainFindings {
    Objects.requireNonNull(dns);
    Objects.requireNonNull(nextTransition);
    unseen = Map.copyOf(unseen);
  }

  /** Where nobody looked for the records of keys. */
  public DomainFindings(Optional<DnsReport> dns, Optional<Instant> nextTransition) {
    this(dns, nextTransition, Map.of());
  }
}
