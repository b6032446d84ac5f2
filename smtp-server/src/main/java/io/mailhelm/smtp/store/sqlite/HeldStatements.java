package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements that find deliveries that have been held for long. For the writer only. */
final class HeldStatements {
  private final PreparedStatement heldSince;
  private final PreparedStatement heldWith;

  HeldStatements(Connection connection) throws SQLException {
    heldSince =
        connection.prepareStatement(
            """
            SELECT id, message, lane, due, originator FROM delivery
            WHERE state = 'HELD' AND held_at <= ?
            ORDER BY held_at, id LIMIT ?\
            """);
    heldWith =
        connection.prepareStatement(
            """
            SELECT d.id, d.message, d.lane, d.due, d.originator FROM outgoing o
            JOIN delivery d ON d.id BETWEEN o.first AND o.first + o.copies - 1
            WHERE o.message = ? AND d.state = 'HELD' AND d.held_at <= ? ORDER BY d.id LIMIT ?\
            """);
  }

  /** A delivery that is held, with what is needed to lease it. */
  record Held(long id, long message, LanePart part, long due) {}

  /** At most {@code limit} that are held since then or longer, the longest first. */
  List<Held> heldSince(long before, int limit) throws SQLException {
    heldSince.setLong(1, before);
    heldSince.setInt(2, limit);
    return held(heldSince);
  }

  /** Those of one message. */
  List<Held> heldWith(long message, long before, int limit) throws SQLException {
    heldWith.setLong(1, message);
    heldWith.setLong(2, before);
    heldWith.setInt(3, limit);
    return held(heldWith);
  }

  private static List<Held> held(PreparedStatement statement) throws SQLException {
    var found = new ArrayList<Held>();
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        var part = new LanePart(row.getString(3), Originator.ofKey(row.getString(5)));
        found.add(new Held(row.getLong(1), row.getLong(2), part, row.getLong(4)));
      }
    }
    return found;
  }
}
