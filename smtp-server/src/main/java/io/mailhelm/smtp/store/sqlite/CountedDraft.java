package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.CountedRecipients;
import io.mailhelm.smtp.store.RecipientCounts;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The recipients that the transaction under way adds to those that count against limits: one row is
 * written for many messages. For the writer only.
 */
final class CountedDraft {
  /**
   * What is added up together.
   *
   * @param slot its beginning, in milliseconds since 1970
   */
  record Slot(long slot, CountedRecipients.Key key) {}

  /**
   * What is added.
   *
   * @param at when the last of them came, in milliseconds since 1970
   */
  record Added(long recipients, long at) {
    private Added plus(Added other) {
      return new Added(recipients + other.recipients, Math.max(at, other.at));
    }
  }

  private final Map<Slot, Added> added = new HashMap<>();

  /**
   * Counts recipients.
   *
   * @param now in milliseconds since 1970
   */
  void add(CountedRecipients counted, long now) {
    long millis = counted.at().toEpochMilli();
    long slot = millis - Math.floorMod(millis, RecipientCounts.SLOT.toMillis());
    added.merge(new Slot(slot, counted.key()), new Added(counted.recipients(), now), Added::plus);
  }

  void save(CountedStatements statements) throws SQLException {
    for (var each : added.entrySet()) {
      statements.add(each.getKey(), each.getValue());
    }
  }
}
