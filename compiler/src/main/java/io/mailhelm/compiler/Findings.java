package io.mailhelm.compiler;

import io.mailhelm.config.report.DnsReport;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found out about one domain, outside it.
 *
 * @param dns what the DNS says; empty: nobody has looked yet
 * @param nextTransition when its signing keys change next; empty: nobody can tell
 */
public record Findings(Optional<DnsReport> dns, Optional<Instant> nextTransition) {
  /** Nobody has looked yet. */
  public static final Findings NONE = new Findings(Optional.empty(), Optional.empty());

  public Findings {
    Objects.requireNonNull(dns);
    Objects.requireNonNull(nextTransition);
  }
}
