package io.mailhelm.compiler;

import io.mailhelm.config.Percent;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus.RatesStatus;
import io.mailhelm.crds.SendPolicyStatus.WarmUpStatus;
import java.util.Optional;

/** What servers observe of a SendPolicy, as its status says it. */
final class PolicyOutcome {
  private final Optional<SendPolicy> policy;
  private final Optional<ObservedPolicy> observed;

  /**
   * @param policy as it is compiled; empty where it was refused
   * @param observed empty while no server has told of it
   */
  PolicyOutcome(Optional<SendPolicy> policy, Optional<ObservedPolicy> observed) {
    this.policy = policy;
    this.observed = observed;
  }

  /** {@code Paused}: bad when True. */
  ConditionOutcome paused() {
    if (policy.filter(SendPolicy::suspended).isPresent()) {
      return ConditionOutcome.yes(
          "Manual", "spec.suspended is set: its users' mail is refused, and what is queued waits");
    }
    return observed
        .map(
            of ->
                of.pause()
                    .map(pause -> ConditionOutcome.yes(pause.reason(), pause.message()))
                    .orElse(ConditionOutcome.no("NotPaused", "its mail goes on")))
        .orElse(ConditionOutcome.NOT_CHECKED);
  }

  /**
   * {@code Blocked}: bad when True. More recipients' servers refuse the sender than may bounce, in
   * a sample that is large enough to judge. Nothing waits for it.
   */
  ConditionOutcome blocked() {
    if (observed.isEmpty() || policy.isEmpty()) {
      return ConditionOutcome.NOT_CHECKED;
    }
    var counts = observed.get().counts();
    var rules = policy.get().reputation();
    boolean isMany =
        rules.judged()
            && counts.sample() >= rules.minimumSample()
            && rate(counts.blocked(), counts.sample()).compareTo(rules.bouncePercent()) > 0;
    return isMany
        ? ConditionOutcome.yes(
            "RefusedByOthers",
            ("servers of %d of %d recipients refuse who sends, what or how much: mailhelm policy"
                    + " show %s names them, and their words say what they want")
                .formatted(counts.blocked(), counts.sample(), policy.get().name()))
        : ConditionOutcome.no("NotBlocked", "other servers take its mail");
  }

  /** The rates in the window; null while no server has told of them. */
  RatesStatus rates() {
    return observed
        .map(ObservedPolicy::counts)
        .map(
            counts ->
                new RatesStatus(
                    rate(counts.bounced(), counts.sample()).toString(),
                    rate(counts.complained(), counts.delivered()).toString(),
                    Math.clamp(counts.sample(), 0, Integer.MAX_VALUE)))
        .orElse(null);
  }

  private static Percent rate(long part, long whole) {
    return Percent.of(Math.min(part, whole), whole);
  }

  /** How far the warm-up is; null where there is none. */
  WarmUpStatus warmUp() {
    return observed
        .flatMap(ObservedPolicy::warmUp)
        .map(
            at ->
                new WarmUpStatus(
                    at.day(), at.cap().orElse(null), at.used(), at.resetsAt().toString()))
        .orElse(null);
  }
}
