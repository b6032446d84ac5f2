package io.mailhelm.compiler;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Reason;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.crds.SendPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/** Compiles {@code spec.delivery} of a SendPolicy. */
final class DeliveryPass {
  /** The shortest pause between attempts: shorter ones would be an attack on slow servers. */
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LEAST_LIFE = Duration.ofMinutes(1);

  private DeliveryPass() {}

  static DeliveryRules rules(SendPolicy policy, Problems problems) {
    var spec = policy.getSpec().delivery();
    if (spec == null) {
      return DeliveryRules.DEFAULT;
    }
    var fields = new SpecFields(policy, problems);
    var pauses = new ArrayList<Duration>();
    for (int i = 0; i < spec.retry().size(); i++) {
      pauses.add(
          fields.duration(
              "spec.delivery.retry[%d]".formatted(i), spec.retry().get(i), LEAST_PAUSE));
    }
    var life = fields.duration("spec.delivery.expireAfter", spec.expireAfter(), LEAST_LIFE);
    if (!pauses.isEmpty() && pauses.getFirst().compareTo(life) >= 0) {
      problems.note(
          policy,
          Reason.NoEffect,
          "spec.delivery.retry",
          "the first pause is no shorter than expireAfter, so nothing is tried a second time");
    }
    return new DeliveryRules(
        pauses,
        life,
        TlsLevel.valueOf(spec.tls().name()),
        spec.connectionsPerDestination(),
        Optional.ofNullable(spec.messagesPerMinutePerDestination()));
  }
}
