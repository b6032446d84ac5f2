package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.RecipientCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The statements on the recipients that count against limits. For the writer only. */
final class CountedStatements {
  /** Those that are old enough: found by the key, whatever else is there. */
  private static final String OLD =
      """
      SELECT coarse, slot, subject, name%s FROM recipients_counted
      WHERE coarse = %d AND slot < ?1 ORDER BY coarse, slot, subject, name LIMIT ?2""";

  private static final String UPSERT =
      """
      ON CONFLICT (coarse, slot, subject, name) DO UPDATE
      SET recipients = recipients + excluded.recipients, at = max(at, excluded.at)""";

  private final PreparedStatement add;
  private final PreparedStatement putTogether;
  private final PreparedStatement removeFine;
  private final PreparedStatement forget;
  private final PreparedStatement shift;
  private final PreparedStatement turn;

  CountedStatements(Connection connection) throws SQLException {
    add =
        connection.prepareStatement(
            """
            INSERT INTO recipients_counted (coarse, slot, subject, name, recipients, at)
            VALUES (0, ?, ?, ?, ?, ?)
            """
                + UPSERT);
    putTogether =
        connection.prepareStatement(
            """
            INSERT INTO recipients_counted (coarse, slot, subject, name, recipients, at)
            SELECT 1, slot - slot %% %d, subject, name, recipients, at FROM (%s) WHERE true
            """
                    .formatted(
                        RecipientCounts.COARSE_SLOT.toMillis(),
                        OLD.formatted(", recipients, at", 0))
                + UPSERT);
    removeFine = connection.prepareStatement(delete(0));
    forget = connection.prepareStatement(delete(1));
    shift =
        connection.prepareStatement(
            """
            UPDATE recipients_counted
            SET slot = -(slot + iif(coarse, ?1, ?2)), at = at + ?2""");
    turn = connection.prepareStatement("UPDATE recipients_counted SET slot = -slot");
  }

  private static String delete(int coarse) {
    return """
        DELETE FROM recipients_counted WHERE (coarse, slot, subject, name) IN (%s)"""
        .formatted(OLD.formatted("", coarse));
  }

  /** Adds recipients to those of a slot. */
  void add(CountedDraft.Slot slot, CountedDraft.Added added) throws SQLException {
    add.setLong(1, slot.slot());
    add.setString(2, slot.key().subject().name());
    add.setString(3, slot.key().name());
    add.setLong(4, added.recipients());
    add.setLong(5, added.at());
    add.executeUpdate();
  }

  /** Puts at most {@code limit} slots from before then together. Returns how many. */
  int coarsen(long before, int limit) throws SQLException {
    run(putTogether, before, limit);
    return run(removeFine, before, limit);
  }

  /** Forgets at most {@code limit} slots from before then. Returns how many. */
  int forget(long before, int limit) throws SQLException {
    return run(forget, before, limit);
  }

  private static int run(PreparedStatement statement, long before, int limit) throws SQLException {
    statement.setLong(1, before);
    statement.setInt(2, limit);
    return statement.executeUpdate();
  }

  /** Moves every slot; by way of negative ones, so that none meets another on its way. */
  void rebase(long by) throws SQLException {
    long coarse = RecipientCounts.COARSE_SLOT.toMillis();
    shift.setLong(1, Math.ceilDiv(by, coarse) * coarse);
    shift.setLong(2, by);
    shift.executeUpdate();
    turn.executeUpdate();
  }
}
