package io.mailhelm.smtp.queue;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the warm-up of a policy is.
 *
 * @param policy its name
 * @param day which day it is, from 1
 * @param cap recipients today at most; empty: no cap any more
 * @param used recipients today so far
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
