package io.mailhelm.watch;

import io.mailhelm.compiler.DomainFindings;
import io.mailhelm.config.DkimLedger;
import java.util.List;
import java.util.Objects;

/**
 * The DNS findings and the key stages that were observed of a domain.
 *
 * @param findings the findings for statuses
 * @param keys the ledger of its generated keys; empty where it has none
 */
public record ObservedDomain(DomainFindings findings, DkimLedger keys) {
  /** Nothing has been observed yet. */
  public static final ObservedDomain NOTHING =
      new ObservedDomain(DomainFindings.NONE, new DkimLedger(List.of()));

  public ObservedDomain {
    Objects.requireNonNull(findings);
    Objects.requireNonNull(keys);
  }
}
