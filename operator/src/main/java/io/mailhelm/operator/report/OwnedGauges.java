package io.mailhelm.operator.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Registers gauges by owner, and removes them with it. Changing one owner's gauges costs nothing
 * for the others. Any thread.
 */
public final class OwnedGauges {
  private final MeterRegistry registry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Map<Key, Shown>> byOwner = new HashMap<>();

  public OwnedGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A metric.
   *
   * @param name in micrometer's form, with dots
   * @param unit appended to the name; empty: none
   */
  public record Kind(String name, String unit, String description) {}

  /**
   * One value of a metric.
   *
   * @param tags the same keys for every value of a metric
   * @param value computed at every scrape
   */
  public record Row(Kind kind, Tags tags, Supplier<Number> value) {
    /** A row whose value stays until it is shown anew. */
    public static Row of(Kind kind, Tags tags, double value) {
      return new Row(kind, tags, () -> value);
    }
  }

  private record Key(Kind kind, Tags tags) {}

  private static final class Shown {
    private volatile Supplier<Number> value;
    private Gauge gauge;
  }

  /** Makes these rows the owner's only ones. */
  public void show(String owner, List<Row> rows) {
    lock.lock();
    try {
      var shown = byOwner.computeIfAbsent(owner, any -> new HashMap<>());
      var before = new HashMap<>(shown);
      for (var row : rows) {
        var key = new Key(row.kind(), row.tags());
        before.remove(key);
        shown.computeIfAbsent(key, any -> begin(row)).value = row.value();
      }
      before.forEach(
          (key, gone) -> {
            registry.remove(gone.gauge);
            shown.remove(key);
          });
      if (shown.isEmpty()) {
        byOwner.remove(owner);
      }
    } finally {
      lock.unlock();
    }
  }

  private Shown begin(Row row) {
    var shown = new Shown();
    shown.value = row.value();
    shown.gauge =
        Gauge.builder(row.kind().name(), () -> shown.value.get())
            .baseUnit(row.kind().unit().isEmpty() ? null : row.kind().unit())
            .description(row.kind().description())
            .tags(row.tags())
            .register(registry);
    return shown;
  }
}
