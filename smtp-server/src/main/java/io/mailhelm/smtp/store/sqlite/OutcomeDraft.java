package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.SendReports.Kind;
import io.mailhelm.smtp.store.WarmUpDay;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The changes to the hourly sums, and to those of warm-ups, by the attempts and reports of the
 * transaction under way: one row is written for many of them. For the writer only.
 */
final class OutcomeDraft {
  /**
   * What is summed up together.
   *
   * @param hour its beginning, in milliseconds since 1970
   */
  record Hour(String domain, Optional<String> policy, long hour) {
    static Hour of(String domain, Optional<String> policy, Instant at) {
      return new Hour(domain, policy, at.truncatedTo(ChronoUnit.HOURS).toEpochMilli());
    }
  }

  /** What is added. */
  record Sums(long delivered, long bounced, long complained) {
    private Sums plus(Sums other) {
      return new Sums(
          delivered + other.delivered, bounced + other.bounced, complained + other.complained);
    }
  }

  private static final Sums DELIVERED = new Sums(1, 0, 0);
  private static final Sums BOUNCED = new Sums(0, 1, 0);
  private static final Sums COMPLAINED = new Sums(0, 0, 1);

  private final Map<Hour, Sums> added = new HashMap<>();
  private final Map<WarmUpDay, Integer> warmUps = new HashMap<>();

  /** Counts a delivery that reached this state. */
  void add(Hour hour, Delivery.State state) {
    switch (state) {
      case DELIVERED -> add(hour, DELIVERED);
      case FAILED, EXPIRED -> add(hour, BOUNCED);
      case QUEUED, HELD, CANCELLED -> {}
    }
  }

  /** Counts a report of this kind. */
  void add(Hour hour, Kind kind) {
    add(
        hour,
        switch (kind) {
          case BOUNCE -> BOUNCED;
          case COMPLAINT -> COMPLAINED;
        });
  }

  /** Counts a delivery to a day of a warm-up. */
  void add(WarmUpDay day) {
    warmUps.merge(day, 1, Integer::sum);
  }

  private void add(Hour hour, Sums sums) {
    added.merge(hour, sums, Sums::plus);
  }

  void save(Statements statements) throws SQLException {
    for (var each : added.entrySet()) {
      statements.records().addOutcomes(each.getKey(), each.getValue());
    }
    for (var each : warmUps.entrySet()) {
      statements.warmUps().add(each.getKey(), each.getValue());
    }
  }
}
