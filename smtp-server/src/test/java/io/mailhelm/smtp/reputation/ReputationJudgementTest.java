package io.mailhelm.smtp.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Percent;
import io.mailhelm.config.ReputationRules;
import io.mailhelm.config.ReputationRules.Action;
import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyOutcomes.DestinationSums;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a policy's mail bounces or is complained about too often. */
class ReputationJudgementTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // delivered, bad addresses, blocked, full, complained, paused already, reason
    "95, 5, 0, 0, 0, false, ",
    "94, 6, 0, 0, 0, false, HighBounceRate",
    "43, 6, 0, 0, 0, false, ",
    "44, 6, 0, 0, 0, false, HighBounceRate",
    "0, 0, 100, 0, 0, false, ",
    "0, 0, 0, 100, 0, false, ",
    "0, 6, 94, 0, 0, false, HighBounceRate",
    "0, 5, 95, 0, 0, false, ",
    "1000, 0, 0, 0, 1, false, ",
    "1000, 0, 0, 0, 2, false, HighComplaintRate",
    "49, 0, 0, 0, 9, false, ",
    "0, 0, 0, 50, 9, false, ",
    "50, 0, 0, 0, 90, false, HighComplaintRate",
    "94, 6, 0, 0, 90, false, HighBounceRate",
    "0, 0, 0, 0, 0, false, ",
    "10, 1, 0, 0, 0, false, ",
    "10, 1, 0, 0, 0, true, HighBounceRate",
    "20, 1, 0, 0, 0, true, ",
    "0, 0, 0, 0, 0, true, "
  })
  void comparesRatesWithTheirLimits(
      long delivered,
      long badAddress,
      long blocked,
      long full,
      long complained,
      boolean wasPaused,
      PauseReason expected) {
    var sums = new OutcomeSums(delivered, badAddress, blocked, full, complained);

    assertThat(
            ReputationJudgement.of(sums, List.of(), ReputationRules.STANDARD, wasPaused)
                .map(RateExceeded::reason))
        .isEqualTo(Optional.ofNullable(expected));
    assertThat(ReputationJudgement.of(sums, List.of(), ReputationRules.NONE, wasPaused)).isEmpty();
  }

  @Test
  void saysTheNumbersAndTheThreeWorstDestinations() {
    var worst =
        List.of(
            new DestinationSums("a.example", new OutcomeSums(0, 5, 0, 0, 0)),
            new DestinationSums("blocks.example", new OutcomeSums(0, 0, 4, 0, 0)),
            new DestinationSums("b.example", new OutcomeSums(0, 2, 0, 0, 0)),
            new DestinationSums("c.example", new OutcomeSums(0, 1, 0, 0, 0)),
            new DestinationSums("d.example", new OutcomeSums(0, 1, 0, 0, 0)));

    var exceeded =
        ReputationJudgement.of(
            new OutcomeSums(140, 10, 0, 0, 0), worst, ReputationRules.STANDARD, false);

    assertThat(exceeded.orElseThrow().message())
        .isEqualTo(
            "6.667 % of 150 recipients in the last 24 h bounced (bad addresses), more than 5 %;"
                + " most at a.example (5), b.example (2), c.example (1); its mail waits until the"
                + " window is clean or somebody resumes it: remove those addresses first");
  }

  @Test
  void aWarningSaysThatMailGoesOn() {
    var standard = ReputationRules.STANDARD;
    var rules =
        new ReputationRules(
            true,
            Duration.ofMinutes(90),
            1,
            standard.bouncePercent(),
            standard.complaintPercent(),
            Action.Warn);

    assertThat(
            ReputationJudgement.of(new OutcomeSums(9, 0, 0, 0, 1), List.of(), rules, false)
                .orElseThrow()
                .message())
        .isEqualTo(
            "11.111 % of 9 delivered recipients in the last 90 min complained, more than 0.1 %;"
                + " its mail goes on (action: Warn)");
  }

  @Test
  void leavesOutWhatWasBeforeTheWindowOrBeforeSomebodyResumed() {
    var window = NOW.minus(Duration.ofHours(24));
    var rules = ReputationRules.STANDARD;

    assertThat(ReputationJudgement.since(rules, Optional.empty(), NOW)).isEqualTo(window);
    assertThat(ReputationJudgement.since(rules, Optional.of(window.minusSeconds(1)), NOW))
        .isEqualTo(window);
    assertThat(ReputationJudgement.since(rules, Optional.of(NOW.minusSeconds(9)), NOW))
        .isEqualTo(NOW.minusSeconds(9));
    assertThat(ReputationJudgement.since(rules, Optional.of(NOW), NOW)).isEqualTo(NOW);
    assertThat(ReputationJudgement.since(rules, Optional.of(NOW.plusSeconds(1)), NOW))
        .as("a time to come")
        .isEqualTo(window);
  }

  /** In any world: what is paused is above a limit, and one bad recipient fewer never pauses. */
  @Test
  void isExactAndNeverPausesForLess() {
    var random = new Random(15);
    for (int i = 0; i < 20_000; i++) {
      var rules =
          new ReputationRules(
              true,
              Duration.ofHours(1 + random.nextInt(336)),
              1 + random.nextInt(60),
              new Percent(random.nextInt(20_000)),
              new Percent(random.nextInt(2_000)),
              Action.Pause);
      var sums =
          new OutcomeSums(
              random.nextInt(200),
              random.nextInt(20),
              random.nextInt(20),
              random.nextInt(20),
              random.nextInt(3));
      var wasPaused = random.nextBoolean();
      var reason =
          ReputationJudgement.of(sums, List.of(), rules, wasPaused).map(RateExceeded::reason);

      boolean isEnough = wasPaused || sums.recipients() >= rules.minimumSample();
      boolean bounces =
          sums.badAddress() / (double) sums.recipients() * 100_000
              > rules.bouncePercent().thousandths() + 1e-6;
      boolean complains =
          sums.delivered() > 0
              && sums.complained() / (double) sums.delivered() * 100_000
                  > rules.complaintPercent().thousandths() + 1e-6;
      assertThat(reason)
          .isEqualTo(
              !isEnough
                  ? Optional.empty()
                  : bounces
                      ? Optional.of(PauseReason.HighBounceRate)
                      : complains ? Optional.of(PauseReason.HighComplaintRate) : Optional.empty());
      assertThat(ReputationJudgement.bounced(sums).thousandths()).isBetween(0, 100_000);
      assertThat(ReputationJudgement.complained(sums).thousandths()).isBetween(0, 100_000);
    }
  }
}
