package io.mailhelm.smtp.observe;

import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.store.HoldReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts events for Prometheus. It works before any framework is started. Every label has few
 * values: known verbs, reasons of ours, declared listeners. May be called from any thread; an event
 * costs a look-up and an addition.
 */
public final class Metrics implements Observer {
  private static final Duration[] COMMIT_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();
  private final Timer commit;
  private final Counter unsigned;
  private final Counter configRejected;
  private final ConfigMeters config;
  private final QueueMeters queue;
  private final FreshCounters fresh = new FreshCounters(registry);
  private volatile Optional<DomainMeters> domains = Optional.empty();
  private volatile Optional<WarmUpMeters> warmUps = Optional.empty();
  private volatile Optional<PolicyMeters> policies = Optional.empty();

  /**
   * @param clock for the age of the config
   */
  public Metrics(Clock clock) {
    commit =
        Timer.builder(MetricName.COMMIT.dotted())
            .description(MetricName.COMMIT.meaning())
            .serviceLevelObjectives(COMMIT_BUCKETS)
            .register(registry);
    unsigned = Meters.counter(registry, MetricName.UNSIGNED);
    configRejected = Meters.counter(registry, MetricName.CONFIG_REJECTED);
    config = new ConfigMeters(registry, clock);
    queue = new QueueMeters(registry);
    fresh.ofServer();
    FreshCounters.MAIL_API.forEach(this::of);
  }

  /** What the store has, asked at each scrape. */
  public record StoreFigures(
      boolean accepting,
      boolean acceptingLarge,
      long messages,
      long octets,
      long strayBodies,
      long missingBodies) {}

  /** Shows the store's figures from now on. */
  public void watchStore(Supplier<StoreFigures> store) {
    gauge(MetricName.STORE_ACCEPTING, () -> store.get().accepting() ? 1 : 0);
    gauge(MetricName.STORE_ACCEPTING_LARGE, () -> store.get().acceptingLarge() ? 1 : 0);
    gauge(MetricName.STORE_STRAY_BODIES, () -> store.get().strayBodies());
    gauge(MetricName.STORE_MISSING_BODIES, () -> store.get().missingBodies());
    gauge(MetricName.STORE_MESSAGES, () -> store.get().messages());
    gauge(MetricName.STORE_BYTES, () -> store.get().octets());
  }

  /** Shows whether new mail is turned away: the server was drained, or is ending. */
  public void watchIntake(Supplier<Boolean> paused) {
    gauge(MetricName.DRAINING, () -> paused.get() ? 1 : 0);
  }

  /** What the queue has, asked at each scrape. */
  public record QueueFigures(
      long queued, Map<HoldReason, Long> held, long sending, Duration oldest) {
    public QueueFigures {
      held = Map.copyOf(held);
    }
  }

  /** Shows the queue's figures from now on. */
  public void watchQueue(Supplier<QueueFigures> figures) {
    gauge(MetricName.QUEUE_QUEUED, () -> figures.get().queued());
    for (var reason : HoldReason.values()) {
      gauge(
          MetricName.QUEUE_HELD,
          () -> figures.get().held().getOrDefault(reason, 0L),
          reason.name().toLowerCase(Locale.ROOT));
    }
    gauge(MetricName.QUEUE_SENDING, () -> figures.get().sending());
    gauge(MetricName.QUEUE_AGE, () -> figures.get().oldest().toMillis() / 1_000.0);
  }

  /** Shows what is seen of the domains' DNS from now on: on a laptop, where no operator does. */
  public void watchDomains(Supplier<List<DomainFigures>> figures) {
    domains = Optional.of(new DomainMeters(registry, figures));
  }

  /** Shows the caps of warm-ups from now on. */
  public void watchWarmUps(Supplier<List<WarmUpFigures>> figures) {
    warmUps = Optional.of(new WarmUpMeters(registry, figures));
  }

  /** Shows from now on how the mail of declared policies does. */
  public void watchPolicies(Supplier<List<PolicyFigures>> figures) {
    policies = Optional.of(new PolicyMeters(registry, figures));
  }

  /** Shows whether there are fewer file descriptors than what is declared would take. */
  public void watchDescriptors(Supplier<Boolean> isShort) {
    gauge(MetricName.DESCRIPTORS_SHORT, () -> isShort.get() ? 1 : 0);
  }

  /** Shows whether connections to port 25 of other servers are blocked. */
  public void watchPort25(Supplier<Boolean> blocked) {
    gauge(MetricName.PORT25_BLOCKED, () -> blocked.get() ? 1 : 0);
  }

  /** Shows how many lines a log had to drop. */
  public void watchLog(EventLog log) {
    io.micrometer.core.instrument.FunctionCounter.builder(
            MetricName.LOG_DROPPED.dotted(), log, EventLog::dropped)
        .description(MetricName.LOG_DROPPED.meaning())
        .register(registry);
  }

  /** Everything, in Prometheus' text form. */
  public String scrape() {
    domains.ifPresent(DomainMeters::refresh);
    warmUps.ifPresent(WarmUpMeters::refresh);
    policies.ifPresent(PolicyMeters::refresh);
    return registry.scrape();
  }

  /** The media type of {@link #scrape()}. */
  public String contentType() {
    return "text/plain; version=0.0.4; charset=utf-8";
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.Connected e -> of(e.listener()).connected();
      case Event.Disconnected e -> of(e.listener()).disconnected(e.received(), e.sent());
      case Event.Refused e -> of(e.listener()).refused(e.limit());
      case Event.Replied e -> of(e.listener()).replied(e.verb(), e.code());
      case Event.Authenticated e -> of(e.listener()).authenticated(e.mechanism(), e.outcome());
      case Event.Accepted e -> {
        of(e.listener()).accepted(e.size(), e.captured() > 0);
        commit.record(e.commitNanos(), TimeUnit.NANOSECONDS);
      }
      case Event.Attempted e -> queue.attempted(e);
      case Event.LimitUsed e ->
          Meters.counter(registry, limitUsed(e.level()), e.policy()).increment();
      case Event.TlsChecked e ->
          Meters.counter(registry, MetricName.TLS, e.policy(), e.result()).increment();
      case Event.Rejected e -> of(e.listener()).rejected(e.reason(), e.code());
      case Event.ContentFound e ->
          Meters.counter(
                  registry,
                  MetricName.CONTENT_FINDINGS,
                  e.check().label(),
                  Meters.label(e.action()))
              .increment();
      case Event.ConfigLoaded e -> {
        config.loaded(e);
        e.listeners().forEach(this::of);
        e.listeners().forEach(fresh::ofListener);
        fresh.ofPolicy(SendPolicy.DEFAULT.name());
        e.policies().stream().limit(FreshCounters.POLICIES).forEach(fresh::ofPolicy);
      }
      case Event.Unsigned e -> unsigned.increment();
      case Event.ConfigRejected e -> configRejected.increment();
      case Event.Failed e ->
          Meters.counter(registry, MetricName.FAILURES, e.place().label()).increment();
      case Event.ReportOmitted e ->
          Meters.counter(registry, MetricName.REPORTS_OMITTED, Meters.label(e.reason()))
              .increment();
      case Event.Answered e ->
          Meters.counter(
                  registry,
                  MetricName.API,
                  e.api(),
                  Meters.method(e.method()),
                  Meters.replyClass(e.status()))
              .increment();
      case Event.Visited e ->
          Meters.counter(
                  registry, MetricName.WEB, Meters.label(e.page()), Meters.replyClass(e.status()))
              .increment();
      case Event.LogOnly e -> {
        // What of it is a metric is asked at each scrape.
      }
    }
  }

  private static MetricName limitUsed(Event.LimitUsed.Level level) {
    return switch (level) {
      case APPROACHED -> MetricName.LIMITS_APPROACHED;
      case REACHED -> MetricName.LIMITS_REACHED;
    };
  }

  private ListenerMeters of(String listener) {
    var known = listeners.get(listener);
    return known != null
        ? known
        : listeners.computeIfAbsent(listener, name -> new ListenerMeters(registry, name));
  }

  private void gauge(MetricName name, Supplier<Number> value, String... labels) {
    Gauge.builder(name.dotted(), value)
        .description(name.meaning())
        .tags(Meters.tags(name, labels))
        .register(registry);
  }
}
