package io.mailhelm.operator.report;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Gives the same tags to the metrics of all events that the SDK counts. The SDK counts events about
 * a resource with an action and others without. A Prometheus registry refuses the second form it
 * meets with an exception, in the thread that was to handle the event.
 */
public final class EventTags implements MeterFilter {
  private static final String EVENTS = "events.received";
  private static final String ACTION = "action";

  @Override
  public Meter.Id map(Meter.Id id) {
    return id.getName().equals(EVENTS) && id.getTag(ACTION) == null
        ? id.withTag(Tag.of(ACTION, ""))
        : id;
  }
}
