package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.MailQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;

/** The statements that record attempts, and delete old final deliveries. For the writer only. */
final class HistoryStatements {
  private final PreparedStatement insertAttempt;
  private final PreparedStatement deleteAttempt;
  private final PreparedStatement ended;
  private final PreparedStatement deleteAttempts;
  private final PreparedStatement deleteDelivery;
  private final PreparedStatement deleteOutgoing;

  HistoryStatements(Connection connection) throws SQLException {
    insertAttempt =
        connection.prepareStatement(
            """
            INSERT INTO attempt (delivery, number, at, took, outcome, host, address, tls, code,
              enhanced, text, refuses_address, inferred)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    deleteAttempt =
        connection.prepareStatement("DELETE FROM attempt WHERE delivery = ? AND number = ?");
    ended =
        connection.prepareStatement(
            "SELECT id, message FROM delivery WHERE ended_at < ? ORDER BY ended_at LIMIT ?");
    deleteAttempts = connection.prepareStatement("DELETE FROM attempt WHERE delivery = ?");
    deleteDelivery = connection.prepareStatement("DELETE FROM delivery WHERE id = ?");
    deleteOutgoing =
        connection.prepareStatement(
            """
            DELETE FROM outgoing WHERE message = ? AND NOT EXISTS (
              SELECT 1 FROM delivery d WHERE d.id BETWEEN first AND first + copies - 1)\
            """);
  }

  /** Adds an attempt, and forgets the one that is one too many. */
  void insertAttempt(long delivery, int number, Attempt attempt) throws SQLException {
    var s = insertAttempt;
    s.setLong(1, delivery);
    s.setInt(2, number);
    s.setLong(3, attempt.at().toEpochMilli());
    s.setLong(4, attempt.took().toMillis());
    s.setString(5, attempt.outcome().name());
    s.setString(6, attempt.host());
    s.setString(7, attempt.address());
    s.setString(8, attempt.tls());
    s.setInt(9, attempt.code());
    s.setString(10, attempt.enhanced());
    s.setString(11, attempt.text());
    s.setInt(12, attempt.refusesAddress() ? 1 : 0);
    s.setInt(13, attempt.inferred() ? 1 : 0);
    s.executeUpdate();
    if (number > MailQueue.MAX_ATTEMPTS_KEPT) {
      deleteAttempt.setLong(1, delivery);
      deleteAttempt.setInt(2, number - MailQueue.MAX_ATTEMPTS_KEPT);
      deleteAttempt.executeUpdate();
    }
  }

  /** Forgets at most {@code limit} that ended before then. Returns how many. */
  int purge(long before, int limit) throws SQLException {
    ended.setLong(1, before);
    ended.setInt(2, limit);
    var gone = new ArrayList<long[]>();
    try (var row = ended.executeQuery()) {
      while (row.next()) {
        gone.add(new long[] {row.getLong(1), row.getLong(2)});
      }
    }
    for (var each : gone) {
      execute(deleteAttempts, each[0]);
      execute(deleteDelivery, each[0]);
      execute(deleteOutgoing, each[1]);
    }
    return gone.size();
  }

  private static void execute(PreparedStatement statement, long id) throws SQLException {
    statement.setLong(1, id);
    statement.executeUpdate();
  }
}
