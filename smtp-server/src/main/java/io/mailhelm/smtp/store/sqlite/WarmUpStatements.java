package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.WarmUpDay;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements about days of warm-up: one row for each policy, and one for each provider. */
final class WarmUpStatements {
  private final Connection connection;
  private final PreparedStatement add;
  private final PreparedStatement remove;

  /**
   * A row follows the days as they come. What is added for a day that is over does not count any
   * more. A row whose day is more than two ahead was written while the clock was wrong: it comes
   * back, with what was used.
   */
  WarmUpStatements(Connection connection) throws SQLException {
    this.connection = connection;
    add =
        connection.prepareStatement(
            """
            INSERT INTO warm_up (policy, provider, started_on, day, level, used)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (policy, provider) DO UPDATE
            SET used = iif(day >= excluded.day, used, 0) + excluded.used,
              started_on = excluded.started_on, day = excluded.day, level = excluded.level
            WHERE day <= excluded.day OR day > excluded.day + 2\
            """);
    remove = connection.prepareStatement("DELETE FROM warm_up WHERE policy = ? AND provider = ?");
  }

  /** So many more recipients on a day. */
  void add(WarmUpDay day, int used) throws SQLException {
    add.setString(1, day.policy());
    add.setString(2, day.provider().orElse(""));
    add.setLong(3, day.startedOn().toEpochDay());
    add.setLong(4, day.day().toEpochDay());
    add.setInt(5, day.level());
    add.setInt(6, used);
    add.executeUpdate();
  }

  /** All that are known. */
  List<WarmUpDay.Used> all() throws SQLException {
    return all(connection);
  }

  /** The same, on any connection. */
  static List<WarmUpDay.Used> all(Connection connection) throws SQLException {
    var found = new ArrayList<WarmUpDay.Used>();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT policy, provider, started_on, day, level, used FROM warm_up")) {
      while (row.next()) {
        found.add(
            new WarmUpDay.Used(
                new WarmUpDay(
                    row.getString(1),
                    Optional.of(row.getString(2)).filter(name -> !name.isEmpty()),
                    LocalDate.ofEpochDay(row.getLong(3)),
                    LocalDate.ofEpochDay(row.getLong(4)),
                    row.getInt(5)),
                row.getInt(6)));
      }
    }
    return found;
  }

  /** Forgets a policy's, or a provider's of it. */
  void remove(WarmUpDay day) throws SQLException {
    remove.setString(1, day.policy());
    remove.setString(2, day.provider().orElse(""));
    remove.executeUpdate();
  }
}
