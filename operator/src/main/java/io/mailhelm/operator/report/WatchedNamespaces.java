package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.cluster.RequestFailure;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.report.OwnedGauges.Kind;
import io.mailhelm.operator.report.OwnedGauges.Row;
import io.mailhelm.operator.tasks.TaskLog;
import io.mailhelm.watch.RepeatedTask;
import io.mailhelm.watch.TaskKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Which of the watched namespaces have been listed, and which the operator may not list. A cache
 * that was never filled looks like an empty namespace: nothing may be done by what it says. One
 * namespace that cannot be listed stops no other. Any thread.
 */
public final class WatchedNamespaces implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(WatchedNamespaces.class);

  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final String ALL = "";
  private static final Kind REFUSED =
      new Kind(
          "mailhelm.namespace.refused",
          "",
          "1 for a watched namespace that the operator may not read: nothing there is looked after.");

  private final KubernetesClient client;
  private final OwnedGauges gauges;
  private final RepeatedTask task;
  private final List<ManagedInformerEventSource<?, ?, ?>> sources = new CopyOnWriteArrayList<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();

  public WatchedNamespaces(KubernetesClient client, MeterRegistry registry) {
    this.client = client;
    this.gauges = new OwnedGauges(registry);
    this.task =
        RepeatedTask.start(
            TaskKind.WATCHED_NAMESPACES,
            "",
            mine -> {
              refresh();
              return BETWEEN;
            },
            new TaskLog());
  }

  /**
   * What a controller watches with; nothing of a namespace is decided before all have listed it.
   */
  public void watch(Stream<?> ofController) {
    ofController
        .filter(ManagedInformerEventSource.class::isInstance)
        .map(any -> (ManagedInformerEventSource<?, ?, ?>) any)
        .forEach(sources::add);
  }

  /**
   * What keeps a resource of a namespace from being dealt with.
   *
   * @param words empty: its namespace, or another that counts, is being listed
   */
  public record Unread(Optional<String> words) {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);

    /** When to look again. */
    public Duration pause() {
      return words.isPresent() ? LATER : SOON;
    }
  }

  /** Whether all of a namespace has been listed; empty: it has. */
  public Optional<Unread> unread(String namespace) {
    return isListed(namespace)
        ? Optional.empty()
        : Optional.of(
            new Unread(Optional.ofNullable(refused.getOrDefault(namespace, refused.get(ALL)))));
  }

  /**
   * The same for what depends on the resources of all namespaces. Those that are refused do not
   * count: who takes the operator's rights away in one would stop all others.
   */
  public Optional<Unread> unreadAnywhere(String namespace) {
    return unread(namespace)
        .or(
            () ->
                namespaces().stream().allMatch(this::isSettled)
                    ? Optional.empty()
                    : Optional.of(new Unread(Optional.empty())));
  }

  /** Whether the operator is of use: one namespace has been listed, and the others are refused. */
  public boolean areReady() {
    var all = namespaces();
    return all.stream().anyMatch(this::isListed) && all.stream().allMatch(this::isSettled);
  }

  private boolean isSettled(String namespace) {
    return isListed(namespace) || refused.containsKey(namespace);
  }

  /** What is refused, in the API server's words, by namespace. */
  public Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  private boolean isListed(String namespace) {
    return sources.stream()
        .allMatch(
            source ->
                of(source, namespace)
                    .filter(informer -> informer.hasSynced() && informer.isRunning())
                    .isPresent());
  }

  /** Before it runs it has no informers. */
  private static Map<String, InformerHealthIndicator> informers(
      ManagedInformerEventSource<?, ?, ?> source) {
    return source.isRunning() ? source.informerHealthIndicators() : Map.of();
  }

  private static Optional<InformerHealthIndicator> of(
      ManagedInformerEventSource<?, ?, ?> source, String namespace) {
    var informers = informers(source);
    return Optional.ofNullable(informers.get(Constants.WATCH_ALL_NAMESPACES))
        .or(() -> Optional.ofNullable(informers.get(namespace)));
  }

  private Set<String> namespaces() {
    return sources.stream()
        .flatMap(source -> informers(source).keySet().stream())
        .map(key -> key.equals(Constants.WATCH_ALL_NAMESPACES) ? ALL : key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Asks why, where something was not listed or is not watched any more. */
  void refresh() {
    for (var namespace : namespaces()) {
      refusal(namespace)
          .ifPresentOrElse(words -> isRefused(namespace, words), () -> isNot(namespace));
    }
    gauges.show(
        "refused",
        refused.keySet().stream()
            .map(namespace -> Row.of(REFUSED, Tags.of("namespace", namespace), 1))
            .toList());
  }

  private void isRefused(String namespace, String words) {
    if (!words.equals(refused.put(namespace, words))) {
      LOG.errorf("%s is not looked after, all else is: %s", named(namespace), words);
    }
  }

  private void isNot(String namespace) {
    if (refused.remove(namespace) != null) {
      LOG.infof("%s is looked after again", named(namespace));
    }
  }

  private static String named(String namespace) {
    return namespace.equals(ALL) ? "every namespace" : "namespace " + namespace;
  }

  /** By its first word: where a RoleBinding is gone, there are as many as there are kinds. */
  private Optional<String> refusal(String namespace) {
    Predicate<ManagedInformerEventSource<?, ?, ?>> isTroubled =
        source ->
            of(source, namespace)
                .filter(informer -> !informer.hasSynced() || !informer.isWatching())
                .isPresent();
    return sources.stream()
        .filter(isTroubled)
        .<Class<?>>map(ManagedInformerEventSource::resourceType)
        .distinct()
        .flatMap(kind -> refusal(kind.asSubclass(HasMetadata.class), namespace).stream())
        .findFirst();
  }

  private <R extends HasMetadata> Optional<String> refusal(Class<R> kind, String namespace) {
    try {
      var all = client.resources(kind);
      (namespace.equals(ALL) ? all.inAnyNamespace() : all.inNamespace(namespace))
          .list(
              new ListOptionsBuilder()
                  .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.OPERATOR)
                  .withLimit(1L)
                  .build());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (RequestFailure.isForbidden(e)) {
        return Optional.of(RefusedWrite.words(e));
      }
      LOG.debugf("%s cannot be listed: %s", named(namespace), RequestFailure.line(e).orElse(""));
      return Optional.ofNullable(refused.get(namespace));
    }
  }

  /** Nothing is asked any more. */
  @Override
  public void close() {
    task.close();
  }
}
