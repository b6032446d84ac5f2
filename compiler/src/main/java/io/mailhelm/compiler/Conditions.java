package io.mailhelm.compiler;

import io.mailhelm.crds.Condition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Collects the conditions of one status. The transition time of a condition changes only with its
 * status, so that an unchanged status is equal to the one before and need not be written.
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
    this.previous = readable(previous);
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.generation = generation;
  }

  Conditions set(String type, ConditionOutcome outcome) {
    var status = outcome.status().name();
    var since =
        previous.stream()
            .filter(old -> old.type().equals(type) && old.status().equals(status))
            .flatMap(old -> time(old).stream())
            .findFirst()
            .orElse(now)
            .toString();
    conditions.add(
        new Condition(type, status, outcome.reason(), outcome.message(), since, generation));
    return this;
  }

  /** The outcome that the condition had before; {@code NotChecked} where there was none. */
  ConditionOutcome before(String type) {
    return previous.stream()
        .filter(old -> old.type().equals(type))
        .findFirst()
        .map(
            old ->
                new ConditionOutcome(
                    ConditionOutcome.Status.of(old.status()),
                    Objects.requireNonNullElse(old.reason(), ""),
                    Objects.requireNonNullElse(old.message(), "")))
        .orElse(ConditionOutcome.NOT_CHECKED);
  }

  /**
   * Since when a condition has had this status; empty: it has another.
   *
   * @param conditions as a status has them; null where there is none
   */
  static Optional<Instant> since(
      List<Condition> conditions, String type, ConditionOutcome.Status status) {
    return readable(conditions).stream()
        .filter(old -> old.type().equals(type) && old.status().equals(status.name()))
        .flatMap(old -> time(old).stream())
        .findFirst();
  }

  /**
   * The conditions that are complete. A status may have been written by hand, and no schema
   * requires all that a condition must have.
   */
  private static List<Condition> readable(List<Condition> conditions) {
    return Objects.requireNonNullElse(conditions, List.<Condition>of()).stream()
        .filter(Objects::nonNull)
        .filter(old -> old.type() != null && old.status() != null)
        .toList();
  }

  private static Optional<Instant> time(Condition condition) {
    try {
      return Optional.ofNullable(condition.lastTransitionTime()).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** All conditions, sorted by type, so that equal conditions make equal statuses. */
  List<Condition> all() {
    return conditions.stream().sorted(Comparator.comparing(Condition::type)).toList();
  }
}
