package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.smtp.queue.WarmUpProgress;
import io.mailhelm.smtp.reputation.PolicyStanding;
import io.mailhelm.smtp.reputation.ReputationJudgement;
import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyOutcomes.DestinationSums;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How the mail of a declared policy does on this server. */
@Schema(name = "Policy")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record PolicyView(
    @Schema(description = "The SendPolicy.") String name,
    @Schema(description = "Nobody that it governs may send.") boolean suspended,
    Rates rates,
    @Schema(description = "Present while its mail waits for what became of other mail of it.")
        Optional<Paused> paused,
    @Schema(description = "A rate is above its limit, and mail goes on (action: Warn).")
        Optional<String> warning,
    @Schema(description = "When somebody last resumed it: what was before does not count.")
        Optional<Instant> resumedAt,
    Optional<WarmUp> warmUp) {

  /** What became of its recipients in the window. */
  @Schema(name = "PolicyRates")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Rates(
      @Schema(description = "Recipients whose outcome is known.") long sample,
      @Schema(description = "Their servers took the message.") long delivered,
      @Schema(description = "Nobody has the address.") long bounced,
      @Schema(description = "Their servers refuse who sends, what or how much.") long blocked,
      @Schema(description = "Their mailboxes are full.") long full,
      @Schema(description = "They complained; they are among the delivered too.") long complained,
      @Schema(description = "Bounced of the sample.", examples = "4.2") String bouncePercent,
      @Schema(description = "Blocked of the sample.") String blockedPercent,
      @Schema(description = "Complained of the delivered.") String complaintPercent,
      @Schema(description = "How long the window is.", examples = "24h") String window,
      @Schema(description = "Those with the most bad addresses, blocks and complaints.")
          List<Destination> worst) {
    private Rates withoutDestinations() {
      return new Rates(
          sample,
          delivered,
          bounced,
          blocked,
          full,
          complained,
          bouncePercent,
          blockedPercent,
          complaintPercent,
          window,
          List.of());
    }

    private static Rates of(PolicyStanding standing) {
      var sums = standing.sums();
      return new Rates(
          sums.recipients(),
          sums.delivered(),
          sums.badAddress(),
          sums.blocked(),
          sums.mailboxFull(),
          sums.complained(),
          ReputationJudgement.bounced(sums).toString(),
          ReputationJudgement.blocked(sums).toString(),
          ReputationJudgement.complained(sums).toString(),
          window(standing.policy().reputation().window()),
          standing.worst().stream().map(Destination::of).toList());
    }

    private static String window(Duration window) {
      return window.toMinutesPart() == 0 ? window.toHours() + "h" : window.toMinutes() + "m";
    }
  }

  /** What came from one destination. */
  @Schema(name = "PolicyDestination")
  record Destination(String domain, long bounced, long blocked, long complained) {
    private static Destination of(DestinationSums of) {
      OutcomeSums sums = of.sums();
      return new Destination(
          of.destination(), sums.badAddress(), sums.blocked(), sums.complained());
    }
  }

  /** Why its mail waits. */
  @Schema(name = "PolicyPause")
  record Paused(
      @Schema(enumeration = {"HighBounceRate", "HighComplaintRate"}) String reason,
      @Schema(description = "The numbers, the worst destinations and what to do.") String message,
      Instant since) {}

  /** How far its warm-up is. */
  @Schema(name = "PolicyWarmUp")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record WarmUp(
      @Schema(description = "Which day it is, from 1.") int day,
      @Schema(description = "Recipients today at most; absent: there is no cap any more.")
          Optional<Integer> cap,
      @Schema(description = "Recipients today so far.") int used,
      @Schema(description = "When the next day begins.") Instant resetsAt) {
    private static WarmUp of(WarmUpProgress progress) {
      return new WarmUp(progress.day(), progress.cap(), progress.used(), progress.resetsAt());
    }
  }

  /** The memory that the views of so many policies take, about. */
  static long octets(int policies) {
    return 2_048L * policies;
  }

  /** The same without destinations, for an answer that has many policies and little room. */
  PolicyView withoutDestinations() {
    return new PolicyView(
        name, suspended, rates.withoutDestinations(), paused, warning, resumedAt, warmUp);
  }

  /**
   * A policy as the APIs show it.
   *
   * @param warmUps of all policies
   */
  static PolicyView of(PolicyStanding standing, List<WarmUpProgress> warmUps) {
    var name = standing.policy().name();
    var message = standing.exceeded().map(exceeded -> exceeded.message());
    return new PolicyView(
        name,
        standing.policy().suspended(),
        Rates.of(standing),
        standing
            .pausedSince()
            .map(
                since ->
                    new Paused(
                        standing.exceeded().orElseThrow().reason().name(),
                        message.orElseThrow(),
                        since)),
        standing.isPaused() ? Optional.empty() : message,
        standing.resumedAt(),
        warmUps.stream()
            .filter(progress -> progress.policy().equals(name))
            .findFirst()
            .map(WarmUp::of));
  }
}
