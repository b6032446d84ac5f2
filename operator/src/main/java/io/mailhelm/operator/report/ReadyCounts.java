package io.mailhelm.operator.report;

import io.fabric8.kubernetes.client.CustomResource;
import io.mailhelm.crds.Condition;
import io.mailhelm.operator.report.OwnedGauges.Kind;
import io.mailhelm.operator.report.OwnedGauges.Row;
import io.mailhelm.operator.tasks.TaskLog;
import io.mailhelm.watch.RepeatedTask;
import io.mailhelm.watch.TaskKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Counts, as metrics, how many resources of each kind are Ready and why others are not, and names
 * some of those. Ten thousand users make a few numbers. The counts are made again and again from
 * what informers saw, so that nothing deleted is shown for ever. Any thread.
 */
public final class ReadyCounts implements AutoCloseable {
  /** Resources of a namespace that are named when they are not Ready. All of them are counted. */
  static final int NAMED = 100;

  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final Kind COUNT =
      new Kind(
          "mailhelm.resources",
          "",
          "How many resources of a kind there are, by the status and the reason of Ready.");

  private final OwnedGauges gauges;
  private final RepeatedTask task;
  private final Map<String, Supplier<Stream<Seen>>> kinds = new ConcurrentHashMap<>();
  private volatile boolean leads;

  public ReadyCounts(MeterRegistry registry) {
    this.gauges = new OwnedGauges(registry);
    this.task =
        RepeatedTask.start(
            TaskKind.READY_COUNTS,
            "",
            mine -> {
              refresh();
              return BETWEEN;
            },
            new TaskLog());
  }

  /** A resource and its condition Ready. */
  record Seen(String namespace, String name, Condition ready) {
    private static final Condition NONE = new Condition("Ready", "Unknown", "", "", null, null);

    static Seen of(String namespace, String name, List<Condition> conditions) {
      var ready =
          Stream.ofNullable(conditions)
              .flatMap(List::stream)
              .filter(condition -> NONE.type().equals(condition.type()))
              .findFirst()
              .orElse(NONE);
      return new Seen(namespace, name, ready);
    }

    boolean isReady() {
      return "True".equals(ready.status());
    }

    /**
     * The tags of its count. The operator's own reasons are a few dozen; whoever else may write a
     * status could make up more.
     */
    Tags counted() {
      return Tags.of(
          "namespace",
          namespace,
          "ready",
          Objects.requireNonNullElse(ready.status(), "Unknown"),
          "reason",
          Objects.requireNonNullElse(ready.reason(), ""));
    }
  }

  /**
   * Counts the resources of a kind.
   *
   * @param all supplies the resources, each time that they are counted
   * @param conditions the conditions of a status; null where it has none
   */
  public <S, R extends CustomResource<?, S>> void watch(
      Class<R> kind, Supplier<Stream<R>> all, Function<S, List<Condition>> conditions) {
    kinds.put(
        kind.getSimpleName(),
        () ->
            all.get()
                .map(
                    any ->
                        Seen.of(
                            any.getMetadata().getNamespace(),
                            any.getMetadata().getName(),
                            Optional.ofNullable(any.getStatus()).map(conditions).orElse(null))));
  }

  /** To be called when this operator leads: only one of two counts. */
  public void leads() {
    leads = true;
  }

  void refresh() {
    if (leads) {
      kinds.forEach((kind, seen) -> gauges.show(kind, rows(kind, seen.get().toList())));
    }
  }

  private static List<Row> rows(String kind, List<Seen> all) {
    var counts = new HashMap<Tags, Long>();
    all.forEach(seen -> counts.merge(seen.counted(), 1L, Long::sum));
    var rows = new ArrayList<Row>();
    counts.forEach((tags, count) -> rows.add(Row.of(COUNT, tags.and("kind", kind), count)));
    if (!kind.equals("MailDomain")) { // of which each condition is shown anyway
      rows.addAll(named(kind, all));
    }
    return rows;
  }

  /** Rows that name resources: the first ones by name, so that they are the same each time. */
  private static List<Row> named(String kind, List<Seen> all) {
    var byNamespace = new HashMap<String, Integer>();
    return all.stream()
        .filter(seen -> !seen.isReady())
        .sorted(Comparator.comparing(Seen::namespace).thenComparing(Seen::name))
        .filter(seen -> byNamespace.merge(seen.namespace(), 1, Integer::sum) <= NAMED)
        .map(seen -> ResourceMeters.row(kind, seen.namespace(), seen.name(), seen.ready()))
        .toList();
  }

  /** Stops counting. */
  @Override
  public void close() {
    task.close();
  }
}
