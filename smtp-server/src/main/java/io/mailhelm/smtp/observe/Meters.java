package io.mailhelm.smtp.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;

/** Makes meters of {@link MetricName}, and bounds the values of labels. */
final class Meters {
  static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER");

  static final List<String> MECHANISMS =
      List.of("PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "OTHER");
  static final List<String> API_MECHANISMS = List.of("BEARER", "BASIC");

  private Meters() {}

  /** The counter of this name and these label values, in the order of its labels. */
  static Counter counter(MeterRegistry registry, MetricName name, String... values) {
    return Counter.builder(name.dotted())
        .description(name.meaning())
        .tags(tags(name, values))
        .register(registry);
  }

  /** The gauge of this name whose rows come and go; each row has {@link #tags}. */
  static MultiGauge rows(MeterRegistry registry, MetricName name) {
    return MultiGauge.builder(name.dotted()).description(name.meaning()).register(registry);
  }

  static Tags tags(MetricName name, String... values) {
    if (values.length != name.labels().size()) {
      throw new IllegalArgumentException(name + " has the labels " + name.labels());
    }
    var tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(name.labels().get(i), values[i]);
    }
    return tags;
  }

  /** {@code 250} is {@code 2xx}. */
  static String replyClass(int code) {
    return switch (code / 100) {
      case 1 -> "1xx";
      case 2 -> "2xx";
      case 3 -> "3xx";
      case 4 -> "4xx";
      case 5 -> "5xx";
      default -> "other";
    };
  }

  /** {@code NOT_ALLOWED_HERE} is {@code not-allowed-here}. */
  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A client may make up any mechanism. */
  static String mechanism(String mechanism) {
    var known = MECHANISMS.contains(mechanism) || API_MECHANISMS.contains(mechanism);
    return known ? mechanism : "OTHER";
  }

  /** A client may make up any method. */
  static String method(String method) {
    return METHODS.contains(method) ? method : "OTHER";
  }
}
