package io.mailhelm.operator.report;

import io.mailhelm.crds.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Conditions of a resource that could not be dealt with: as they were, but for Ready. Pure. */
final class FailedStatus {
  private static final String READY = "Ready";
  private static final String UNKNOWN = "Unknown";

  /** A status of a user has room for 8. */
  private static final int OTHERS = 7;

  private FailedStatus() {}

  /**
   * @param before null where there were none
   */
  static List<Condition> conditions(
      List<Condition> before, String words, Instant now, Long generation) {
    var old = Objects.requireNonNullElse(before, List.<Condition>of());
    var since =
        old.stream()
            .filter(any -> READY.equals(any.type()) && UNKNOWN.equals(any.status()))
            .map(any -> Objects.requireNonNullElse(any.lastTransitionTime(), ""))
            .filter(time -> !time.isEmpty())
            .findFirst()
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    var all = new ArrayList<Condition>();
    all.add(new Condition(READY, UNKNOWN, "ReconcileFailed", words, since, generation));
    old.stream().filter(any -> !READY.equals(any.type())).forEach(all::add);
    all.sort(Comparator.comparing(Condition::type));
    return List.copyOf(all);
  }
}
