package io.mailhelm.operator.rollout;

import java.util.Map;
import java.util.Optional;

/**
 * How far a config has come.
 *
 * @param running hash of the config that every ready pod runs; empty when they differ, or none is
 *     ready or answers
 * @param complete whether all pods wanted are ready and run the config that was rolled out
 * @param refusal why a pod keeps what it ran before
 * @param reports what those said that answered, by name
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
