package io.mailhelm.operator.rollout;

import java.util.Map;
import java.util.Optional;

/**
 * How far a config has been rolled out.
 *
 * @param running hash of the config that every ready pod runs; empty when they differ, or when none
 *     is ready or none answers
 * @param complete whether all pods wanted are ready and run the config that was rolled out
 * @param refusal why a pod keeps the config that it ran before
 * @param reports the reports of the pods that answered, by name
 */
public record Rollout(
    Optional<String> running,
    boolean complete,
    Optional<String> refusal,
    Map<String, PodReport> reports) {
  public Rollout {
    reports = Map.copyOf(reports);
  }
}
