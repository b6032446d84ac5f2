package io.mailhelm.smtp.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metrics of warm-ups: rows that come and go with what is declared. */
final class WarmUpMeters {
  private final Supplier<List<WarmUpFigures>> figures;
  private final MultiGauge cap;
  private final MultiGauge used;
  private final MultiGauge waiting;

  WarmUpMeters(MeterRegistry registry, Supplier<List<WarmUpFigures>> figures) {
    this.figures = figures;
    cap = Meters.rows(registry, MetricName.WARM_UP_CAP);
    used = Meters.rows(registry, MetricName.WARM_UP_USED);
    waiting = Meters.rows(registry, MetricName.WARM_UP_WAITING);
  }

  /** Before a scrape; one at a time. */
  synchronized void refresh() {
    var now = figures.get().stream().limit(FreshCounters.POLICIES).toList();
    cap.register(
        rows(
            now.stream()
                .filter(of -> of.cap().isPresent())
                .map(of -> row(MetricName.WARM_UP_CAP, of, of.cap().get()))),
        true);
    used.register(rows(now.stream().map(of -> row(MetricName.WARM_UP_USED, of, of.used()))), true);
    waiting.register(
        rows(now.stream().map(of -> row(MetricName.WARM_UP_WAITING, of, of.waiting()))), true);
  }

  private static List<Row<?>> rows(Stream<Row<?>> rows) {
    return rows.toList();
  }

  private static Row<?> row(MetricName name, WarmUpFigures of, Number value) {
    return Row.of(Meters.tags(name, of.policy(), of.provider().orElse("all")), value);
  }
}
