package io.mailhelm.smtp.observe;

import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.store.Delivery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** The metrics of outgoing mail. */
final class QueueMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10),
    Duration.ofHours(1),
    Duration.ofHours(12),
    Duration.ofHours(120)
  };

  /** A peer may make up any; those of RFC 3463 have eight subjects. */
  private static final Pattern ENHANCED = Pattern.compile("([245]\\.[0-7])\\.\\d{1,3}");

  private final MeterRegistry registry;
  private final Timer delivery;

  QueueMeters(MeterRegistry registry) {
    this.registry = registry;
    delivery =
        Timer.builder(MetricName.DELIVERY.dotted())
            .description(MetricName.DELIVERY.meaning())
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  void attempted(Event.Attempted e) {
    var outcome = e.attempt().outcome().name().toLowerCase(Locale.ROOT);
    var policy = e.policy().isEmpty() ? SendPolicy.DEFAULT.name() : e.policy();
    Meters.counter(registry, MetricName.ATTEMPTS, policy, outcome, subject(e.attempt().enhanced()))
        .increment();
    if (e.state() == Delivery.State.DELIVERED) {
      delivery.record(e.age());
    }
  }

  /** {@code 5.1.1} is {@code 5.1}: a label has few values. */
  private static String subject(String enhanced) {
    var matcher = ENHANCED.matcher(enhanced);
    return matcher.matches() ? matcher.group(1) : "other";
  }
}
