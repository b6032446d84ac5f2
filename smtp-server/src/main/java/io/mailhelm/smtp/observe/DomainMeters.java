package io.mailhelm.smtp.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The DNS metrics of the domains: rows that come and go with what is known. */
final class DomainMeters {
  private final Supplier<List<DomainFigures>> figures;
  private final MultiGauge records;
  private final MultiGauge keys;
  private final MultiGauge listed;

  DomainMeters(MeterRegistry registry, Supplier<List<DomainFigures>> figures) {
    this.figures = figures;
    records = Meters.rows(registry, MetricName.DNS_RECORD);
    keys = Meters.rows(registry, MetricName.DKIM_KEY_AGE);
    listed = Meters.rows(registry, MetricName.BLOCK_LISTED);
  }

  /** Before a scrape; one at a time. */
  synchronized void refresh() {
    var now = figures.get();
    records.register(
        rows(MetricName.DNS_RECORD, now, DomainFigures::records, ok -> ok ? 1 : 0), true);
    keys.register(
        rows(MetricName.DKIM_KEY_AGE, now, DomainFigures::keys, age -> age.toMillis() / 1_000.0),
        true);
    listed.register(
        rows(MetricName.BLOCK_LISTED, now, DomainFigures::listed, is -> is ? 1 : 0), true);
  }

  private static <T> List<Row<?>> rows(
      MetricName name,
      List<DomainFigures> figures,
      Function<DomainFigures, Map<String, T>> part,
      ToDoubleFunction<T> value) {
    return figures.stream().<Row<?>>flatMap(of -> rows(name, of, part, value)).toList();
  }

  private static <T> Stream<Row<?>> rows(
      MetricName name,
      DomainFigures of,
      Function<DomainFigures, Map<String, T>> part,
      ToDoubleFunction<T> value) {
    return part.apply(of).entrySet().stream()
        .map(
            each ->
                Row.of(
                    Meters.tags(name, of.domain(), each.getKey()),
                    value.applyAsDouble(each.getValue())));
  }
}
