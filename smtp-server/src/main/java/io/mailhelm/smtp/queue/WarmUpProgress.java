package io.mailhelm.smtp.queue;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a policy's warm-up is.
 *
 * @param policy name of the SendPolicy
 * @param day 1 on the first day; days that did not raise the cap do not count
 * @param cap recipients whose mail may leave today; empty: the warm-up is over
 * @param used recipients whose mail left today, or is leaving
 * @param resetsAt when the next day begins
 */
public record WarmUpProgress(
    String policy, int day, Optional<Integer> cap, int used, Instant resetsAt) {
  public WarmUpProgress {
    Objects.requireNonNull(policy);
    Objects.requireNonNull(cap);
    Objects.requireNonNull(resetsAt);
  }
}
