package io.mailhelm.watch;

import io.mailhelm.compiler.DomainFindings;
import io.mailhelm.config.DkimLedger;
import java.util.List;
import java.util.Objects;

/**
 * What was observed of a domain.
 *
 * @param findings what statuses are told
 * @param keys where its generated keys are in their lives; none where it has none
 */
public record ObservedDomain(DomainFindings findings, DkimLedger keys) {
  /** Nobody has looked yet. */
  public static final ObservedDomain NOTHING =
      new ObservedDomain(DomainFindings.NONE, new DkimLedger(List.of()));

  public ObservedDomain {
    Objects.requireNonNull(findings);
    Objects.requireNonNull(keys);
  }
}
