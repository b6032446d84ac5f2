package io.mailhelm.operator.watch;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.operator.report.OwnedGauges;
import io.mailhelm.operator.report.OwnedGauges.Kind;
import io.mailhelm.operator.report.OwnedGauges.Row;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Shows as a metric how long each signing key has been in its stage. Any thread. */
final class KeyAges {
  private static final Kind AGE =
      new Kind(
          "mailhelm.dkim.key.age",
          "seconds",
          "How long a signing key of a MailDomain has been in its stage.");

  private final OwnedGauges gauges;
  private final Clock clock;

  KeyAges(MeterRegistry registry, Clock clock) {
    this.gauges = new OwnedGauges(registry);
    this.clock = clock;
  }

  /**
   * Shows the ages of a domain's keys.
   *
   * @param declared the domain, as it is declared
   */
  void show(ResourceID resource, String declared, DkimLedger ledger) {
    var tags =
        Tags.of(
            "namespace",
            resource.getNamespace().orElse(""),
            "name",
            resource.getName(),
            "domain",
            declared);
    gauges.show(
        resource.toString(),
        ledger.keys().stream()
            .map(
                key ->
                    new Row(
                        AGE,
                        tags.and("selector", key.selector(), "stage", key.stage().name()),
                        () -> Duration.between(key.since(), clock.instant()).toSeconds()))
            .toList());
  }

  void forget(ResourceID resource) {
    gauges.show(resource.toString(), List.of());
  }
}
