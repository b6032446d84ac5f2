package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.MailQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The active lanes, with the numbers of their connections. A lane that can have no more workers now
 * is suspended in the queue. A change of one lane costs nothing for the others. The dispatcher's
 * lock guards it.
 */
final class ActiveLanes {
  private final LaneLimits limits;
  private final MailQueue queue;
  private final Predicate<String> isAnswering;
  private final Supplier<Condition> conditions;
  private final Map<String, Entry> lanes = new HashMap<>();
  private final NavigableSet<Entry> alarms =
      new TreeSet<>(
          Comparator.<Entry, Instant>comparing(entry -> entry.alarm)
              .thenComparing(entry -> entry.lane.name()));

  /** Those in which a worker waits. */
  private final SequencedSet<ActiveLane> idle = new LinkedHashSet<>();

  private int working;
  private int reporting;
  private int unproven;

  /** A lane, and how it is in the sums. */
  private static final class Entry {
    private final ActiveLane lane;
    private int working;
    private boolean answering;
    private boolean suspended;
    private Instant alarm = Instant.EPOCH;

    Entry(ActiveLane lane) {
      this.lane = lane;
    }
  }

  /**
   * @param limits how many connections each may have
   * @param isAnswering whether a lane is known to answer
   * @param conditions of the lock that guards this
   */
  ActiveLanes(
      LaneLimits limits,
      MailQueue queue,
      Predicate<String> isAnswering,
      Supplier<Condition> conditions) {
    this.limits = limits;
    this.queue = queue;
    this.isAnswering = isAnswering;
    this.conditions = conditions;
  }

  /** Connections with work. */
  int working() {
    return working;
  }

  /** Connections with reports. */
  int reporting() {
    return reporting;
  }

  /** Connections with work in lanes that are not known to answer. */
  int unproven() {
    return unproven;
  }

  Stream<ActiveLane> all() {
    return lanes.values().stream().map(entry -> entry.lane);
  }

  /** A lane that is active. */
  Optional<ActiveLane> find(String name) {
    return Optional.ofNullable(lanes.get(name)).map(entry -> entry.lane);
  }

  /** A lane, from now on active. The code that changes it calls {@link #changed}. */
  ActiveLane ensure(String name) {
    return lanes.computeIfAbsent(name, _ -> new Entry(new ActiveLane(name, conditions.get()))).lane;
  }

  /** Something of a lane has changed. */
  void changed(ActiveLane lane, Instant now) {
    var entry = lanes.get(lane.name());
    count(entry, -1);
    entry.working = lane.working();
    entry.answering = isAnswering.test(lane.name());
    count(entry, 1);
    if (lane.free() > 0) {
      idle.add(lane);
    } else {
      idle.remove(lane);
    }
    alarms.remove(entry);
    entry.alarm = lane.alarm(now);
    if (entry.alarm.isAfter(Instant.EPOCH)) {
      alarms.add(entry);
    }
    suspend(entry, lane.isBusy(limits.connections(lane.key()), now));
    if (lane.isOver(now)) {
      lanes.remove(lane.name());
    }
  }

  private void count(Entry entry, int factor) {
    int more = factor * entry.working;
    working += more;
    reporting += entry.lane.key().isReport() ? more : 0;
    unproven += entry.answering ? 0 : more;
  }

  private void suspend(Entry entry, boolean busy) {
    if (busy && !entry.suspended) {
      queue.suspend(entry.lane.name());
    } else if (!busy && entry.suspended) {
      queue.resume(entry.lane.name());
    }
    entry.suspended = busy;
  }

  /** Something of all of them may have changed. */
  void allChanged(Instant now) {
    for (var entry : List.copyOf(lanes.values())) {
      changed(entry.lane, now);
    }
  }

  /** Some time has passed. */
  void tick(Instant now) {
    while (!alarms.isEmpty() && !alarms.first().alarm.isAfter(now)) {
      changed(alarms.first().lane, now);
    }
  }

  /** When {@link #tick} has something to do. */
  Optional<Instant> nextAlarm() {
    return alarms.isEmpty() ? Optional.empty() : Optional.of(alarms.first().alarm);
  }

  /** A connection that only waits is given up. */
  void dismissOne(Instant now) {
    if (!idle.isEmpty()) {
      var lane = idle.getFirst();
      lane.dismiss();
      changed(lane, now);
    }
  }

  /** The clock was set back by so much. */
  void rebase(Duration back, Instant now) {
    lanes.values().forEach(entry -> entry.lane.rebase(back));
    allChanged(now);
  }
}
