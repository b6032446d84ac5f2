package io.mailhelm.smtp.reputation;

import io.mailhelm.config.Percent;
import io.mailhelm.config.ReputationRules.Action;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.observe.PolicyFigures;
import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyOutcomes.DestinationSums;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a policy's mail does, as of the last time it was judged.
 *
 * @param policy as it is declared
 * @param sums of its window
 * @param worst destinations in it, the worst first
 * @param exceeded the rate that is above its limit; empty: none
 * @param pausedSince when its mail began to wait for that; empty: it does not
 * @param resumedAt when a person last resumed it, by the resource or here
 */
public record PolicyStanding(
    SendPolicy policy,
    OutcomeSums sums,
    List<DestinationSums> worst,
    Optional<RateExceeded> exceeded,
    Optional<Instant> pausedSince,
    Optional<Instant> resumedAt) {
  public PolicyStanding {
    Objects.requireNonNull(policy);
    Objects.requireNonNull(sums);
    worst = List.copyOf(worst);
    Objects.requireNonNull(exceeded);
    Objects.requireNonNull(pausedSince);
    Objects.requireNonNull(resumedAt);
  }

  /** Whether its mail has to wait. */
  public boolean isPaused() {
    return pausedSince.isPresent();
  }

  /** The figures for metrics. */
  public PolicyFigures figures() {
    var rules = policy.reputation();
    boolean isJudged = rules.judged() && sums.recipients() >= rules.minimumSample();
    return new PolicyFigures(
        policy.name(),
        isPaused(),
        ratio(ReputationJudgement.bounced(sums)),
        ratio(ReputationJudgement.complained(sums)),
        isJudged ? OptionalDouble.of(ratio(rules.bouncePercent())) : OptionalDouble.empty());
  }

  private static double ratio(Percent percent) {
    return percent.thousandths() / 100_000.0;
  }

  /** Whether a rate is above its limit and mail has to wait for it, by the rules. */
  static boolean pauses(SendPolicy policy, Optional<RateExceeded> exceeded) {
    return exceeded.isPresent() && policy.reputation().action() == Action.Pause;
  }
}
