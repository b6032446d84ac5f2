package io.mailhelm.smtp.observe;

import java.util.Objects;
import java.util.Optional;

/**
 * A cap of a policy's warm-up, for metrics.
 *
 * @param policy name of the SendPolicy
 * @param provider whose mail alone it is for; empty: all mail
 * @param cap recipients today; empty: the warm-up is over
 * @param used recipients whose mail left today, or is leaving
 * @param waiting recipients whose mail waits for room, as of the latest count
 */
public record WarmUpFigures(
    String policy, Optional<String> provider, Optional<Integer> cap, int used, long waiting) {
  public WarmUpFigures {
    Objects.requireNonNull(policy);
    Objects.requireNonNull(provider);
    Objects.requireNonNull(cap);
  }
}
