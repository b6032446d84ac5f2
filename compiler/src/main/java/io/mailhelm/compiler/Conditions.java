package io.mailhelm.compiler;

import io.mailhelm.crds.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The conditions of one status. A condition's time changes only with its status, so that an
 * unchanged status is equal to the one before and need not be written.
 */
final class Conditions {
  private final List<Condition> previous;
  private final Instant now;
  private final long generation;
  private final List<Condition> conditions = new ArrayList<>();

  /**
   * @param previous null where there is no status yet
   */
  Conditions(List<Condition> previous, Instant now, long generation) {
    this.previous = Objects.requireNonNullElse(previous, List.of());
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.generation = generation;
  }

  Conditions set(String type, Outcome outcome) {
    var status = outcome.status().name();
    var since =
        previous.stream()
            .filter(old -> old.type().equals(type) && old.status().equals(status))
            .map(Condition::lastTransitionTime)
            .findFirst()
            .orElse(now.toString());
    conditions.add(
        new Condition(type, status, outcome.reason(), outcome.message(), since, generation));
    return this;
  }

  /** What it said before; not checked where it said nothing. */
  Outcome before(String type) {
    return previous.stream()
        .filter(old -> old.type().equals(type))
        .findFirst()
        .map(
            old ->
                new Outcome(
                    Outcome.Status.valueOf(old.status()),
                    Objects.requireNonNullElse(old.reason(), ""),
                    Objects.requireNonNullElse(old.message(), "")))
        .orElse(Outcome.NOT_CHECKED);
  }

  /** By type, so that equal conditions make equal statuses. */
  List<Condition> all() {
    return conditions.stream().sorted(Comparator.comparing(Condition::type)).toList();
  }
}
