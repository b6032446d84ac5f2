package io.mailhelm.operator.desired;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How Prometheus scrapes servers, as an administrator has set it (the chart's {@code
 * monitoring.servers}).
 *
 * @param interval of the scrapes, e.g. {@code 30s}; empty: the default of Prometheus
 * @param labels that a Prometheus selects PodMonitors by; none of them replaces ours
 */
public record ScrapeSettings(Optional<String> interval, SortedMap<String, String> labels) {
  /** The defaults of Prometheus. */
  public static final ScrapeSettings DEFAULT =
      new ScrapeSettings(Optional.empty(), new TreeMap<>());

  public ScrapeSettings {
    Objects.requireNonNull(interval);
    labels = new TreeMap<>(labels);
  }

  /** These labels and, where a name is in both, ours. */
  SortedMap<String, String> labelsAnd(Map<String, String> ours) {
    var all = new TreeMap<>(labels);
    all.putAll(ours);
    return all;
  }
}
