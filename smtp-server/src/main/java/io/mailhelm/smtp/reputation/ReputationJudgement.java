package io.mailhelm.smtp.reputation;

import io.mailhelm.config.Percent;
import io.mailhelm.config.ReputationRules;
import io.mailhelm.config.ReputationRules.Action;
import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyOutcomes.DestinationSums;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Judges the mail of a policy by its sums in a window. Pure. */
public final class ReputationJudgement {
  /** Destinations that a sentence names. */
  public static final int NAMED = 3;

  private ReputationJudgement() {}

  /**
   * The beginning of the window: samples from before are left out.
   *
   * @param resumedAt when a person says that the policy goes on; a time to come is left out until
   *     it has come
   */
  public static Instant since(ReputationRules rules, Optional<Instant> resumedAt, Instant now) {
    var window = now.minus(rules.window());
    return resumedAt.filter(at -> at.isAfter(window) && !at.isAfter(now)).orElse(window);
  }

  /** Bad addresses among the recipients whose outcome is known. */
  public static Percent bounced(OutcomeSums sums) {
    return rate(sums.badAddress(), sums.recipients());
  }

  /** Refusals of the sender among the same. */
  public static Percent blocked(OutcomeSums sums) {
    return rate(sums.blocked(), sums.recipients());
  }

  /** Complaints among the delivered ones; a complaint about mail from before may make them more. */
  public static Percent complained(OutcomeSums sums) {
    return rate(sums.complained(), sums.delivered());
  }

  private static Percent rate(long part, long whole) {
    return Percent.of(Math.min(part, whole), whole);
  }

  /**
   * Judges.
   *
   * @param sums of the window
   * @param worst destinations in it, the worst first
   * @param wasPaused whether the policy is paused already: then it stays so until the rates are
   *     within their limits, however few samples are left
   * @return what is above its limit; empty: nothing, or there are too few samples to tell
   */
  public static Optional<RateExceeded> of(
      OutcomeSums sums, List<DestinationSums> worst, ReputationRules rules, boolean wasPaused) {
    if (!rules.judged() || sums.recipients() < rules.minimumSample() && !wasPaused) {
      return Optional.empty();
    }
    if (isAbove(sums.badAddress(), sums.recipients(), rules.bouncePercent())) {
      return Optional.of(
          new RateExceeded(
              PauseReason.HighBounceRate,
              sentence(
                  "%s %% of %d recipients in the last %s bounced (bad addresses), more than %s %%",
                  bounced(sums),
                  sums.recipients(),
                  rules,
                  rules.bouncePercent(),
                  worst(worst, OutcomeSums::badAddress))));
    }
    if (isAbove(sums.complained(), sums.delivered(), rules.complaintPercent())) {
      return Optional.of(
          new RateExceeded(
              PauseReason.HighComplaintRate,
              sentence(
                  "%s %% of %d delivered recipients in the last %s complained, more than %s %%",
                  complained(sums),
                  sums.delivered(),
                  rules,
                  rules.complaintPercent(),
                  worst(worst, OutcomeSums::complained))));
    }
    return Optional.empty();
  }

  /** Exactly: 5 of 100 are not above 5 %. */
  private static boolean isAbove(long part, long whole, Percent limit) {
    return whole > 0 && part * 100_000 > limit.thousandths() * whole;
  }

  private static String sentence(
      String form, Percent rate, long of, ReputationRules rules, Percent limit, String worst) {
    return form.formatted(rate, of, words(rules.window()), limit)
        + (worst.isEmpty() ? "" : "; most at " + worst)
        + (rules.action() == Action.Pause
            ? "; its mail waits until the window is clean or somebody resumes it: remove those"
                + " addresses first"
            : "; its mail goes on (action: Warn)");
  }

  private static String worst(List<DestinationSums> worst, ToLongFunction<OutcomeSums> count) {
    return worst.stream()
        .filter(each -> count.applyAsLong(each.sums()) > 0)
        .limit(NAMED)
        .map(each -> "%s (%d)".formatted(each.destination(), count.applyAsLong(each.sums())))
        .collect(Collectors.joining(", "));
  }

  private static String words(Duration window) {
    return window.toMinutesPart() == 0 ? window.toHours() + " h" : window.toMinutes() + " min";
  }
}
