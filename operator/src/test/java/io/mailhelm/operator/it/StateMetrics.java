package io.mailhelm.operator.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads resources as kube-state-metrics documents it for its CustomResourceStateMetrics, in the
 * part of that language that the chart's file uses.
 */
final class StateMetrics {
  private final JsonNode config;

  StateMetrics(JsonNode config) {
    this.config = config;
  }

  /** One sample, e.g. {@code kube_maildomain_info{domain=..., name=...} 1.0}. */
  record Sample(String name, Map<String, String> labels, double value) {}

  List<Sample> of(JsonNode resource) {
    var samples = new ArrayList<Sample>();
    for (var kind : config.at("/spec/resources")) {
      if (kind.at("/groupVersionKind/kind").equals(resource.path("kind"))) {
        for (var metric : kind.path("metrics")) {
          var name = kind.path("metricNamePrefix").asText() + "_" + metric.path("name").asText();
          var base = labels(resource, kind.path("labelsFromPath"));
          each(resource, metric.path("each"))
              .forEach(
                  found -> {
                    var all = new TreeMap<>(base);
                    all.putAll(found.labels());
                    samples.add(new Sample(name, all, found.value()));
                  });
        }
      }
    }
    return samples;
  }

  private static List<Sample> each(JsonNode resource, JsonNode each) {
    return switch (each.path("type").asText()) {
      case "Info" -> List.of(new Sample("", labels(resource, each.at("/info/labelsFromPath")), 1));
      case "Gauge" ->
          number(at(resource, each.at("/gauge/path")))
              .map(value -> List.of(new Sample("", Map.of(), value)))
              .orElse(List.of());
      case "StateSet" -> states(resource, each.path("stateSet"));
      default -> throw new AssertionError(each);
    };
  }

  private static List<Sample> states(JsonNode resource, JsonNode how) {
    var samples = new ArrayList<Sample>();
    for (var element : at(resource, how.path("path"))) {
      var value = at(element, how.path("valueFrom"));
      for (var state : how.path("list")) {
        var labels = labels(element, how.path("labelsFromPath"));
        labels.put(how.path("labelName").asText(), state.asText());
        samples.add(new Sample("", labels, state.equals(value) ? 1 : 0));
      }
    }
    return samples;
  }

  private static TreeMap<String, String> labels(JsonNode from, JsonNode paths) {
    var labels = new TreeMap<String, String>();
    paths
        .properties()
        .forEach(
            path -> {
              var value = at(from, path.getValue());
              if (!value.isMissingNode()) {
                labels.put(path.getKey(), value.asText());
              }
            });
    return labels;
  }

  private static Optional<Double> number(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value.isBoolean()) {
      return Optional.of(value.asBoolean() ? 1.0 : 0.0);
    }
    if (value.isNumber()) {
      return Optional.of(value.asDouble());
    }
    try {
      return Optional.of((double) Instant.parse(value.asText()).getEpochSecond());
    } catch (DateTimeException e) {
      throw new AssertionError("no number: " + value, e);
    }
  }

  private static JsonNode at(JsonNode from, JsonNode path) {
    var now = from;
    for (var part : path) {
      now = now.path(part.asText());
    }
    return now;
  }

  static JsonNode json(Object resource) {
    return Serialization.jsonMapper().valueToTree(resource);
  }
}
