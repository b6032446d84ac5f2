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
import java.util.Set;
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

  /**
   * Rows of counts that a namespace has of a kind. The operator's own reasons are a few dozen;
   * whoever else may write a status could make up one for each resource. What is beyond is counted
   * as {@value #OTHER}.
   */
  static final int REASONS = 60;

  static final String OTHER = "Other";

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

    /** What it is counted by. */
    Counted counted() {
      return new Counted(
          namespace,
          Objects.requireNonNullElse(ready.status(), "Unknown"),
          Objects.requireNonNullElse(ready.reason(), ""));
    }
  }

  /** The tags of a count, but for the kind. */
  private record Counted(String namespace, String ready, String reason) {
    /** Itself where it has a row or may have one; else what is counted together. */
    Counted orOther(Set<Counted> rows, int ofNamespace) {
      return rows.contains(this) || ofNamespace < REASONS
          ? this
          : new Counted(namespace, ready, OTHER);
    }

    Tags tags() {
      return Tags.of("namespace", namespace, "ready", ready, "reason", reason);
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
    var counts = new HashMap<Counted, Long>();
    var ofNamespace = new HashMap<String, Integer>();
    for (var seen : all) {
      var counted =
          seen.counted().orOther(counts.keySet(), ofNamespace.getOrDefault(seen.namespace(), 0));
      if (counts.merge(counted, 1L, Long::sum) == 1) {
        ofNamespace.merge(seen.namespace(), 1, Integer::sum);
      }
    }
    var rows = new ArrayList<Row>();
    counts.forEach((by, count) -> rows.add(Row.of(COUNT, by.tags().and("kind", kind), count)));
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
