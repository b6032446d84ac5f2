package io.mailhelm.dns.rotation;

import static io.mailhelm.config.DkimKey.Stage.Active;
import static io.mailhelm.config.DkimKey.Stage.Pending;
import static io.mailhelm.config.DkimKey.Stage.Retired;
import static io.mailhelm.config.DkimKey.Stage.Retiring;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The keys of a ledger while the next step is decided. Its methods are the rules, in their order.
 */
final class LedgerKeys {
  private static final Comparator<DkimLedger.Key> OLDEST_FIRST =
      Comparator.comparing(DkimLedger.Key::since).thenComparing(DkimLedger.Key::selector);

  private final Map<String, DkimLedger.Key> bySelector = new TreeMap<>();
  private final Instant now;

  /**
   * Times in the future were written by a clock that was ahead. They are set to now, so that every
   * wait that depends on them begins anew.
   */
  LedgerKeys(DkimLedger ledger, Instant now) {
    this.now = now;
    for (var key : ledger.keys()) {
      put(
          new DkimLedger.Key(
              key.selector(),
              key.algorithm(),
              key.stage(),
              notLater(key.since()),
              key.stage() == Pending ? key.visibleSince().map(this::notLater) : Optional.empty()));
    }
    for (var algorithm : DkimKey.Algorithm.values()) {
      mend(algorithm);
    }
  }

  /**
   * Repairs a ledger with two Active or two Pending keys of one algorithm. The rules never make
   * one, but a person who edits the Secret may.
   */
  private void mend(DkimKey.Algorithm algorithm) {
    find(algorithm, Active).stream()
        .sorted(OLDEST_FIRST.reversed())
        .skip(1)
        .forEach(key -> enter(key, Retiring));
    find(algorithm, Pending).stream().sorted(OLDEST_FIRST).skip(1).forEach(this::remove);
  }

  DkimLedger ledger() {
    return new DkimLedger(List.copyOf(bySelector.values()));
  }

  /** Removes Pending keys whose algorithm is no longer wanted. */
  void dropUnwanted(RotationRules rules) {
    bySelector
        .values()
        .removeIf(key -> key.stage() == Pending && !rules.algorithms().contains(key.algorithm()));
  }

  /** Notes since when each Pending key has been seen without a break. */
  void observe(Map<String, RecordVisibility> sights) {
    for (var key : find(Pending)) {
      var sight = Optional.ofNullable(sights.get(key.selector()));
      // a sight of the moment it was made in is of something else under that name
      boolean seen =
          sight.map(RecordVisibility::everywhere).orElse(false) && key.since().isBefore(now);
      put(
          new DkimLedger.Key(
              key.selector(),
              key.algorithm(),
              Pending,
              key.since(),
              seen ? Optional.of(key.visibleSince().orElse(now)) : Optional.empty()));
    }
  }

  /**
   * Makes each Pending key Active that has been seen long enough, and the one before it Retiring,
   * in one step.
   */
  void activate(Map<String, RecordVisibility> sights) {
    for (var key : find(Pending)) {
      var due = RotationSchedule.activeAt(key, sights);
      if (due.isPresent() && !due.get().isAfter(now)) {
        find(key.algorithm(), Active).forEach(before -> enter(before, Retiring));
        enter(key, Active);
      }
    }
  }

  /** Retires Active keys whose algorithm is no longer wanted, but not while no other signs. */
  void retireUnwanted(RotationRules rules) {
    Predicate<DkimLedger.Key> wanted = key -> rules.algorithms().contains(key.algorithm());
    var active = find(Active);
    if (rules.algorithms().isEmpty() || active.stream().anyMatch(wanted)) {
      active.stream().filter(wanted.negate()).forEach(key -> enter(key, Retiring));
    }
  }

  /** Moves keys on whose time is over: Retiring ones become Retired, Retired ones are removed. */
  void age(RotationRules rules) {
    find(Retiring).stream()
        .filter(key -> isDue(key, rules.retireAfter()))
        .forEach(key -> enter(key, Retired));
    find(Retired).stream().filter(key -> isDue(key, rules.deleteAfter())).forEach(this::remove);
    makeRoom(Rotation.MAX_KEYS, Retired);
    makeRoom(
        Rotation.MAX_KEYS, Retiring); // of a ledger made by hand: the list in a status is finite
  }

  /** Makes first keys, and successors of keys that have signed long enough. */
  void prepare(RotationRules rules) {
    for (var algorithm : rules.algorithms()) {
      if (!find(algorithm, Pending).isEmpty()) {
        continue;
      }
      var active = find(algorithm, Active);
      if (active.stream().allMatch(key -> isDue(key, RotationSchedule.rotateAfter(rules)))) {
        makeRoom(Rotation.MAX_KEYS - 1, Retired);
        if (bySelector.size() < Rotation.MAX_KEYS) { // else it signs on until a place is free
          put(
              new DkimLedger.Key(
                  Selectors.next(algorithm, bySelector.values(), now),
                  algorithm,
                  Pending,
                  now,
                  Optional.empty()));
        }
      }
    }
  }

  /**
   * Removes the oldest keys of a stage before their time, so that there are {@code size} keys at
   * most.
   */
  private void makeRoom(int size, DkimKey.Stage stage) {
    find(stage).stream()
        .sorted(OLDEST_FIRST)
        .limit(Math.max(0, bySelector.size() - size))
        .forEach(this::remove);
  }

  private boolean isDue(DkimLedger.Key key, Duration after) {
    return !key.since().plus(after).isAfter(now);
  }

  private List<DkimLedger.Key> find(DkimKey.Stage stage) {
    return bySelector.values().stream().filter(key -> key.stage() == stage).toList();
  }

  private List<DkimLedger.Key> find(DkimKey.Algorithm algorithm, DkimKey.Stage stage) {
    return find(stage).stream().filter(key -> key.algorithm() == algorithm).toList();
  }

  private void enter(DkimLedger.Key key, DkimKey.Stage stage) {
    put(new DkimLedger.Key(key.selector(), key.algorithm(), stage, now, Optional.empty()));
  }

  private void put(DkimLedger.Key key) {
    bySelector.put(key.selector(), key);
  }

  private void remove(DkimLedger.Key key) {
    bySelector.remove(key.selector());
  }

  private Instant notLater(Instant time) {
    return time.isAfter(now) ? now : time;
  }
}
