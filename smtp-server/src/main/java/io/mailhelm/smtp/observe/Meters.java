package io.mailhelm.smtp.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Set;

/** Makes meters of {@link MetricName}, and bounds the values of labels. */
final class Meters {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final Set<String> MECHANISMS =
      Set.of("PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "BEARER", "BASIC");

  private Meters() {}

  /** The counter of this name and these label values, in the order of its labels. */
  static Counter counter(MeterRegistry registry, MetricName name, String... values) {
    return Counter.builder(name.dotted())
        .description(name.meaning())
        .tags(tags(name, values))
        .register(registry);
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

  /** {@code session 4711} is one of many: {@code session}. */
  static String place(String where) {
    var space = where.indexOf(' ');
    return space < 0 ? where : where.substring(0, space);
  }

  /** A client may make up any mechanism. */
  static String mechanism(String mechanism) {
    return MECHANISMS.contains(mechanism) ? mechanism : "OTHER";
  }

  /** A client may make up any method. */
  static String method(String method) {
    return METHODS.contains(method) ? method : "OTHER";
  }
}
