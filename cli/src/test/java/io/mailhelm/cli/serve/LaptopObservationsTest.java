package io.mailhelm.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.ObservedPolicy;
import io.mailhelm.compiler.Traffic;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.queue.WarmUpProgress;
import io.mailhelm.smtp.reputation.PauseReason;
import io.mailhelm.smtp.reputation.PolicyStanding;
import io.mailhelm.smtp.reputation.RateExceeded;
import io.mailhelm.smtp.store.OutcomeSums;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaptopObservationsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Traffic QUIET = new Traffic(0, false, "", Traffic.Port25.Unknown);

  private static PolicyStanding standing(Optional<Instant> pausedSince) {
    return new PolicyStanding(
        SendPolicy.DEFAULT,
        new OutcomeSums(90, 10, 3, 2, 1),
        List.of(),
        Optional.of(new RateExceeded(PauseReason.HighBounceRate, "10 % bounced")),
        pausedSince,
        Optional.empty());
  }

  @Test
  void aPolicyIsToldOfAsAPodTellsTheOperator() {
    var observed =
        LaptopObservations.of(
            QUIET,
            List.of(standing(Optional.of(NOW))),
            List.of(new WarmUpProgress("default", 2, Optional.of(30), 7, NOW)));

    assertThat(observed.traffic()).contains(QUIET);
    assertThat(observed.policies())
        .isEqualTo(
            Map.of(
                "default",
                new ObservedPolicy(
                    new ObservedPolicy.Counts(90, 10, 3, 2, 1),
                    Optional.of(new ObservedPolicy.Pause("HighBounceRate", "10 % bounced")),
                    Optional.of(new ObservedPolicy.WarmUp(2, Optional.of(30), 7, NOW)))));
  }

  @Test
  void aWarningIsNoPause() {
    assertThat(
            LaptopObservations.of(QUIET, List.of(standing(Optional.empty())), List.of())
                .policies()
                .get("default")
                .pause())
        .isEmpty();
  }
}
