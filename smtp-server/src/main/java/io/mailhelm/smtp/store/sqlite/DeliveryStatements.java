package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.SendReports.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that read and write a delivery's state. For the writer only. */
final class DeliveryStatements {
  private final PreparedStatement find;
  private final PreparedStatement update;
  private final PreparedStatement rebase;
  private final PreparedStatement rebased;
  private final PreparedStatement hold;
  private final PreparedStatement move;
  private final PreparedStatement markReported;
  private final PreparedStatement countReport;

  DeliveryStatements(Connection connection) throws SQLException {
    find =
        connection.prepareStatement(
            """
            SELECT d.message, d.lane, d.state, d.due, d.attempts, d.warned, d.originator,
              o.policy, d.hold_reason, d.passes_warm_up
            FROM delivery d JOIN outgoing o ON o.message = d.message WHERE d.id = ?\
            """);
    update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = ?, due = ?, attempts = ?, warned = ?, ended_at = ?,
              passes_warm_up = ?,
              hold_reason = iif(? = 'HELD', hold_reason, NULL),
              held_at = iif(? = 'HELD', held_at, NULL)
            WHERE id = ?\
            """);
    rebase =
        connection.prepareStatement("UPDATE delivery SET due = due - ? WHERE state = 'QUEUED'");
    rebased =
        connection.prepareStatement(
            """
            UPDATE clock_step SET until = coalesce((SELECT max(at) FROM (%s)), 0),
              delivery = coalesce((SELECT max(id) FROM delivery), 0)\
            """
                .formatted(DeliveryReader.TIMES));
    hold =
        connection.prepareStatement(
            "UPDATE delivery SET state = 'HELD', hold_reason = ?, held_at = ? WHERE id = ?");
    move =
        connection.prepareStatement(
            """
            UPDATE delivery SET lane = ?
            WHERE id IN (SELECT id FROM delivery
              WHERE lane = ? AND state = 'QUEUED' AND destination = ? AND passes_warm_up <= ?
              LIMIT ?)
            RETURNING id, due, originator\
            """);
    markReported =
        connection.prepareStatement(
            "UPDATE delivery SET reported = reported | ?1 WHERE id = ?2 AND reported & ?1 = 0");
    countReport =
        connection.prepareStatement("UPDATE delivery SET reports = reports + 1 WHERE id = ?");
  }

  /** A delivery as far as what is done to it depends on it. */
  record Row(
      long id,
      long message,
      LanePart part,
      Delivery.State state,
      long due,
      int attempts,
      boolean warned,
      Optional<String> policy,
      Optional<HoldReason> held,
      boolean passesWarmUp) {}

  Optional<Row> find(long id) throws SQLException {
    find.setLong(1, id);
    try (var row = find.executeQuery()) {
      return row.next() ? Optional.of(row(id, row)) : Optional.empty();
    }
  }

  private static Row row(long id, ResultSet row) throws SQLException {
    return new Row(
        id,
        row.getLong(1),
        new LanePart(row.getString(2), Originator.ofKey(row.getString(7))),
        Delivery.State.valueOf(row.getString(3)),
        row.getLong(4),
        row.getInt(5),
        row.getInt(6) == 1,
        Optional.ofNullable(row.getString(8)),
        Optional.ofNullable(row.getString(9)).map(HoldReason::valueOf),
        row.getInt(10) == 1);
  }

  /** Holds a delivery from now on. */
  void hold(long id, HoldReason reason, long now) throws SQLException {
    hold.setString(1, reason.name());
    hold.setLong(2, now);
    hold.setLong(3, id);
    hold.executeUpdate();
  }

  /**
   * Writes what may change of a delivery, but for why it is held; {@code endedAt} counts where the
   * state is final.
   */
  void update(Row row, long endedAt) throws SQLException {
    update.setString(1, row.state().name());
    update.setLong(2, row.due());
    update.setInt(3, row.attempts());
    update.setInt(4, row.warned() ? 1 : 0);
    if (row.state().isFinal()) {
      update.setLong(5, endedAt);
    } else {
      update.setNull(5, Types.INTEGER);
    }
    update.setInt(6, row.passesWarmUp() ? 1 : 0);
    update.setString(7, row.state().name());
    update.setString(8, row.state().name());
    update.setLong(9, row.id());
    update.executeUpdate();
  }

  /**
   * Everything queued is due so many milliseconds earlier, and the times that are there show no
   * other step of the clock. Returns how many are due earlier.
   */
  int rebase(long back) throws SQLException {
    rebased.executeUpdate();
    rebase.setLong(1, back);
    return rebase.executeUpdate();
  }

  /** A delivery that was moved. */
  record Moved(long id, Originator originator, long due) {}

  /**
   * Moves at most {@code limit}. Returns those.
   *
   * @param all whether those that pass the warm-up are moved too
   */
  List<Moved> move(String destination, String from, String to, boolean all, int limit)
      throws SQLException {
    move.setString(1, to);
    move.setString(2, from);
    move.setString(3, destination);
    move.setInt(4, all ? 1 : 0);
    move.setInt(5, limit);
    var moved = new ArrayList<Moved>();
    try (var row = move.executeQuery()) {
      while (row.next()) {
        moved.add(new Moved(row.getLong(1), Originator.ofKey(row.getString(3)), row.getLong(2)));
      }
    }
    return moved;
  }

  /** A report on a delivery was read. */
  void countReport(long id) throws SQLException {
    countReport.setLong(1, id);
    countReport.executeUpdate();
  }

  /** Marks that a report of a kind came. Returns whether it is the first one of that kind. */
  boolean markReported(long id, Kind kind) throws SQLException {
    markReported.setInt(
        1,
        switch (kind) {
          case BOUNCE -> 1;
          case COMPLAINT -> 2;
        });
    markReported.setLong(2, id);
    return markReported.executeUpdate() == 1;
  }
}
