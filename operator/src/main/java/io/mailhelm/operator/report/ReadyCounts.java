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
 * How many resources of each kind are Ready and why others are not, as metrics, and who some of
 * those are. Ten thousand users are a few numbers. It is told over and over from what informers
 * saw, so that nothing that went is shown for ever. Any thread.
 */
public final class ReadyCounts implements AutoCloseable {
  /** Of those that are not Ready, in a namespace; how many there are is counted all the same. */
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

  /** One resource. */
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

    /** Anybody who may write a status may make words up: of ours there are a few dozen. */
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
   * What there is of a kind.
   *
   * @param all asked for again and again
   * @param conditions of a status; null where it has none
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

  /** This operator is the one that works: of two, one counts. */
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

  /** The first by name: the same ones each time. */
  private static List<Row> named(String kind, List<Seen> all) {
    var byNamespace = new HashMap<String, Integer>();
    return all.stream()
        .filter(seen -> !seen.isReady())
        .sorted(Comparator.comparing(Seen::namespace).thenComparing(Seen::name))
        .filter(seen -> byNamespace.merge(seen.namespace(), 1, Integer::sum) <= NAMED)
        .map(seen -> ResourceMeters.row(kind, seen.namespace(), seen.name(), seen.ready()))
        .toList();
  }

  /** Nothing is counted any more. */
  @Override
  public void close() {
    task.close();
  }
}
