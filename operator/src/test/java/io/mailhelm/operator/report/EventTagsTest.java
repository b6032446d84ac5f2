package io.mailhelm.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class EventTagsTest {
  @Test
  void eventsWithAndWithoutAnActionAreCountedUnderOneName() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.throwExceptionOnRegistrationFailure();
    registry.config().meterFilter(new EventTags());

    registry.counter("events.received", "event", "ResourceEvent", "action", "ADDED").increment();
    registry.counter("events.received", "event", "Event").increment();

    assertThat(registry.scrape())
        .contains("events_received_total{action=\"ADDED\",event=\"ResourceEvent\",} 1.0")
        .contains("events_received_total{action=\"\",event=\"Event\",} 1.0");
  }
}
