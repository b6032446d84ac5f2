package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyKey;
import io.mailhelm.smtp.store.PolicyOutcomes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps sums and pauses in the tables {@code recipient_outcome} and {@code policy_pause}. */
final class SqlitePolicyOutcomes implements PolicyOutcomes {
  private static final String SLOTS =
      """
       FROM recipient_outcome
      WHERE domain = ? AND policy = ? AND slot >= ? AND slot <= ?\
      """;

  /** One row, of nulls where there are no slots. */
  static final String SUMS =
      """
      SELECT sum(delivered), sum(bad_address), sum(blocked), sum(mailbox_full), sum(complained)\
      """
          + SLOTS;

  /** Its rows have a destination first. */
  static final String WORST =
      """
      SELECT destination, 0, sum(bad_address), sum(blocked), 0, sum(complained)\
      """
          + SLOTS
          + """
             AND destination <> '' GROUP BY destination
            ORDER BY sum(bad_address + blocked + complained) DESC, destination LIMIT ?\
            """;

  private final Writer writer;
  private final ReaderThreads readers;

  SqlitePolicyOutcomes(Writer writer, ReaderThreads readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public OutcomeSums sums(PolicyKey policy, Instant since, Instant until) {
    return readers.ask(
        connection -> {
          try (var statement = slots(connection, SUMS, policy, since, until);
              var row = statement.executeQuery()) {
            return row.next() ? sums(row, 1) : OutcomeSums.NONE;
          }
        });
  }

  private static PreparedStatement slots(
      Connection connection, String sql, PolicyKey policy, Instant since, Instant until)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    statement.setString(1, policy.domain());
    statement.setString(2, policy.policy());
    statement.setLong(3, since.toEpochMilli());
    statement.setLong(4, until.toEpochMilli());
    return statement;
  }

  private static OutcomeSums sums(ResultSet row, int first) throws SQLException {
    // Who was delivered in a slot that is forgotten by now may have bounced since.
    return new OutcomeSums(
        Math.max(0, row.getLong(first)),
        row.getLong(first + 1),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4));
  }

  @Override
  public List<DestinationSums> worst(PolicyKey policy, Instant since, Instant until, int limit) {
    return readers.ask(
        connection -> {
          try (var statement = slots(connection, WORST, policy, since, until)) {
            statement.setInt(5, limit);
            var found = new ArrayList<DestinationSums>();
            try (var row = statement.executeQuery()) {
              while (row.next()) {
                found.add(new DestinationSums(row.getString(1), sums(row, 2)));
              }
            }
            return found;
          }
        });
  }

  @Override
  public PauseState state(PolicyKey policy) {
    return readers.ask(connection -> state(connection, policy));
  }

  private static PauseState state(Connection connection, PolicyKey policy) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT resumed_at, paused_since FROM policy_pause WHERE domain = ? AND policy = ?")) {
      statement.setString(1, policy.domain());
      statement.setString(2, policy.policy());
      try (var row = statement.executeQuery()) {
        return row.next()
            ? new PauseState(time(row.getLong(1)), time(row.getLong(2)))
            : PauseState.NONE;
      }
    }
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public void resume(PolicyKey policy, Instant at) {
    writer.change(
        "resume a policy",
        (statements, _) -> {
          statements.policies().resume(policy, at.toEpochMilli());
          return true;
        });
  }

  @Override
  public void pause(PolicyKey policy, Optional<Instant> since) {
    writer.change(
        "pause a policy",
        (statements, _) -> {
          statements.policies().pause(policy, since.map(Instant::toEpochMilli).orElse(0L));
          return true;
        });
  }
}
