package io.mailhelm.operator.rollout;

import io.mailhelm.compiler.ObservedPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Remembers what the pods of one server last said of SendPolicies, and adds it up. A pod that once
 * does not answer is still remembered. What differs in numbers alone is shown at most once a
 * minute, so that a busy server does not have its statuses written with every pass. For one thread
 * at a time.
 */
public final class PodPolicies {
  private static final Duration BETWEEN_NUMBERS = Duration.ofMinutes(1);

  private final Map<String, List<PodPolicy>> said = new TreeMap<>();
  private Map<String, ObservedPolicy> shown = Map.of();
  private Instant renewedAt = Instant.MIN;

  /** Takes in what pods report, by their names. */
  public void heard(Map<String, PodReport> reports) {
    reports.forEach((pod, report) -> said.put(pod, report.policies()));
  }

  /**
   * The policies of all pods together, by name.
   *
   * @param pods names of the pods that exist; reports of others are forgotten
   * @return those that some pod told of
   */
  public Map<String, ObservedPolicy> of(Set<String> pods, Instant now) {
    said.keySet().retainAll(pods);
    boolean isOld = now.isBefore(renewedAt) || !now.isBefore(renewedAt.plus(BETWEEN_NUMBERS));
    if (isOld) {
      renewedAt = now;
    }
    var fresh = sums();
    fresh.replaceAll(
        (name, policy) ->
            isOld
                ? policy
                : Optional.ofNullable(shown.get(name))
                    .filter(before -> !policy.isNewsTo(before))
                    .orElse(policy));
    shown = Map.copyOf(fresh);
    return shown;
  }

  private Map<String, ObservedPolicy> sums() {
    var sums = new HashMap<String, ObservedPolicy>();
    said.values().stream()
        .flatMap(List::stream)
        .filter(policy -> !policy.name().isEmpty())
        .forEach(policy -> sums.merge(policy.name(), policy.observed(), ObservedPolicy::plus));
    return sums;
  }
}
