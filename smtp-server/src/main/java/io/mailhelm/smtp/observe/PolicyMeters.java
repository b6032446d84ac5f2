package io.mailhelm.smtp.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The reputation metrics of the first policies: rows that come and go with what is declared. */
final class PolicyMeters {
  private final Supplier<List<PolicyFigures>> figures;
  private final MultiGauge paused;
  private final MultiGauge bounced;
  private final MultiGauge limit;
  private final MultiGauge complained;

  PolicyMeters(MeterRegistry registry, Supplier<List<PolicyFigures>> figures) {
    this.figures = figures;
    paused = Meters.rows(registry, MetricName.POLICY_PAUSED);
    bounced = Meters.rows(registry, MetricName.POLICY_BOUNCED);
    limit = Meters.rows(registry, MetricName.POLICY_BOUNCED_LIMIT);
    complained = Meters.rows(registry, MetricName.POLICY_COMPLAINED);
  }

  /** Before a scrape; one at a time. */
  synchronized void refresh() {
    var now = figures.get().stream().limit(FreshCounters.POLICIES).toList();
    register(paused, MetricName.POLICY_PAUSED, now, of -> Stream.of(of.paused() ? 1.0 : 0.0));
    register(bounced, MetricName.POLICY_BOUNCED, now, of -> Stream.of(of.bounced()));
    register(limit, MetricName.POLICY_BOUNCED_LIMIT, now, of -> of.bouncedLimit().stream().boxed());
    register(complained, MetricName.POLICY_COMPLAINED, now, of -> Stream.of(of.complained()));
  }

  private static void register(
      MultiGauge gauge,
      MetricName name,
      List<PolicyFigures> figures,
      Function<PolicyFigures, Stream<Double>> value) {
    gauge.register(
        figures.stream()
            .<Row<?>>flatMap(
                of -> value.apply(of).map(each -> Row.of(Meters.tags(name, of.policy()), each)))
            .toList(),
        true);
  }
}
