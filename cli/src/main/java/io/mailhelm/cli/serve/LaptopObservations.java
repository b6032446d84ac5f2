package io.mailhelm.cli.serve;

import io.mailhelm.compiler.ObservedPolicy;
import io.mailhelm.compiler.Traffic;
import io.mailhelm.smtp.queue.WarmUpProgress;
import io.mailhelm.smtp.reputation.PolicyStanding;
import io.mailhelm.smtp.store.OutcomeSums;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a server on this machine tells for statuses.
 *
 * @param traffic its connections; empty before it runs
 * @param policies how the mail of policies does, by name
 */
record LaptopObservations(Optional<Traffic> traffic, Map<String, ObservedPolicy> policies) {
  /** Nothing runs yet. */
  static final LaptopObservations NONE = new LaptopObservations(Optional.empty(), Map.of());

  LaptopObservations {
    Objects.requireNonNull(traffic);
    policies = Map.copyOf(policies);
  }

  static LaptopObservations of(
      Traffic traffic, List<PolicyStanding> standings, List<WarmUpProgress> warmUps) {
    var progress =
        warmUps.stream()
            .collect(Collectors.toMap(WarmUpProgress::policy, Function.identity(), (a, b) -> a));
    return new LaptopObservations(
        Optional.of(traffic),
        standings.stream()
            .collect(
                Collectors.toMap(
                    standing -> standing.policy().name(),
                    standing ->
                        policy(
                            standing, Optional.ofNullable(progress.get(standing.policy().name()))),
                    (a, b) -> a)));
  }

  private static ObservedPolicy policy(PolicyStanding standing, Optional<WarmUpProgress> progress) {
    return new ObservedPolicy(
        counts(standing.sums()),
        standing
            .exceeded()
            .filter(exceeded -> standing.isPaused())
            .map(
                exceeded -> new ObservedPolicy.Pause(exceeded.reason().name(), exceeded.message())),
        progress.map(
            at -> new ObservedPolicy.WarmUp(at.day(), at.cap(), at.used(), at.resetsAt())));
  }

  private static ObservedPolicy.Counts counts(OutcomeSums sums) {
    return new ObservedPolicy.Counts(
        sums.delivered(), sums.badAddress(), sums.blocked(), sums.mailboxFull(), sums.complained());
  }
}
