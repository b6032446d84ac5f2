package io.mailhelm.smtp.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The metrics of the config that runs: its hash, its age, and how many domains and users it has.
 */
final class ConfigMeters {
  private final Clock clock;
  private final MultiGauge hash;
  private volatile Instant loadedAt;
  private volatile int domains;
  private volatile int users;

  ConfigMeters(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    loadedAt = clock.instant();
    hash = Meters.rows(registry, MetricName.CONFIG);
    gauge(registry, MetricName.CONFIG_AGE, ConfigMeters::age);
    gauge(registry, MetricName.CONFIG_DOMAINS, meters -> meters.domains);
    gauge(registry, MetricName.CONFIG_USERS, meters -> meters.users);
  }

  /** The row of the config before goes: one hash is shown, however many there were. */
  void loaded(Event.ConfigLoaded event) {
    loadedAt = clock.instant();
    domains = event.domains();
    users = event.users();
    hash.register(
        List.of(MultiGauge.Row.of(Meters.tags(MetricName.CONFIG, event.hash()), 1)), true);
  }

  private double age() {
    return Duration.between(loadedAt, clock.instant()).toMillis() / 1000.0;
  }

  private void gauge(
      MeterRegistry registry,
      MetricName name,
      java.util.function.ToDoubleFunction<ConfigMeters> value) {
    Gauge.builder(name.dotted(), this, value)
        .description(name.meaning())
        .strongReference(true)
        .register(registry);
  }
}
