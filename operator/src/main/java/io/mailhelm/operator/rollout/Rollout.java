package io.mailhelm.operator.rollout;

import io.mailhelm.compiler.Observed;
import java.util.Optional;

/**
 * How far a config has come.
 *
 * @param running hash of the config that every ready pod runs; empty when they differ, or none is
 *     ready or answers
 * @param complete whether all pods wanted are ready and run the config that was rolled out
 * @param refusal why a pod keeps what it ran before
 * @param pods the pods
 */
public record Rollout(
    Optional<String> running, boolean complete, Optional<String> refusal, Observed.Pods pods) {}
