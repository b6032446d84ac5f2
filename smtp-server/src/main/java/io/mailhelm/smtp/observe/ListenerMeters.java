package io.mailhelm.smtp.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The metrics of one listener, looked up once and then kept: they are on the path of every command.
 */
final class ListenerMeters {
  private final MeterRegistry registry;
  private final String listener;
  private final LongAdder open = new LongAdder();
  private final Counter connections;
  private final Counter received;
  private final Counter sent;
  private final Counter accepted;
  private final Counter captured;
  private final Counter acceptedBytes;
  private final Map<String, Counter[]> commands = new ConcurrentHashMap<>();

  ListenerMeters(MeterRegistry registry, String listener) {
    this.registry = registry;
    this.listener = listener;
    connections = counter(MetricName.CONNECTIONS);
    received = counter(MetricName.RECEIVED);
    sent = counter(MetricName.SENT);
    accepted = counter(MetricName.ACCEPTED);
    captured = counter(MetricName.CAPTURED);
    acceptedBytes = counter(MetricName.ACCEPTED_BYTES);
    Gauge.builder(MetricName.CONNECTIONS_OPEN.dotted(), open, LongAdder::doubleValue)
        .description(MetricName.CONNECTIONS_OPEN.meaning())
        .tags(Meters.tags(MetricName.CONNECTIONS_OPEN, listener))
        .register(registry);
  }

  void connected() {
    connections.increment();
    open.increment();
  }

  void disconnected(long octetsReceived, long octetsSent) {
    open.decrement();
    received.increment(octetsReceived);
    sent.increment(octetsSent);
  }

  void refused(String limit) {
    Meters.counter(registry, MetricName.CONNECTIONS_REFUSED, listener, limit).increment();
  }

  void replied(String verb, int code) {
    var byClass = commands.get(verb);
    if (byClass == null) {
      byClass = commands.computeIfAbsent(verb, this::ofVerb);
    }
    byClass[Math.clamp(code / 100 - 2, 0, 3)].increment();
  }

  void authenticated(String mechanism, String result) {
    Meters.counter(registry, MetricName.LOGINS, listener, Meters.mechanism(mechanism), result)
        .increment();
  }

  void accepted(long size, boolean anyCaptured) {
    accepted.increment();
    acceptedBytes.increment(size);
    if (anyCaptured) {
      captured.increment();
    }
  }

  void rejected(String reason, int code) {
    Meters.counter(registry, MetricName.REJECTED, listener, reason, Meters.replyClass(code))
        .increment();
  }

  /** SMTP replies are 2xx to 5xx (RFC 5321 §4.2.1). */
  private Counter[] ofVerb(String verb) {
    var byClass = new Counter[4];
    for (int i = 0; i < byClass.length; i++) {
      byClass[i] =
          Meters.counter(
              registry, MetricName.COMMANDS, listener, verb, Meters.replyClass((i + 2) * 100));
    }
    return byClass;
  }

  private Counter counter(MetricName name) {
    return Meters.counter(registry, name, listener);
  }
}
