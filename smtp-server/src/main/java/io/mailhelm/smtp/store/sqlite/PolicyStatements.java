package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyKey;
import io.mailhelm.smtp.store.PolicyOutcomes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The statements that write what came of recipients under a policy. For the writer only. */
final class PolicyStatements {
  /** The destination of what is not counted by name. */
  static final String ALL_OTHERS = "";

  private final PreparedStatement add;
  private final PreparedStatement isNamed;
  private final PreparedStatement forget;
  private final PreparedStatement resume;
  private final PreparedStatement pause;
  private final PreparedStatement forgetPauses;

  PolicyStatements(Connection connection) throws SQLException {
    add =
        connection.prepareStatement(
            """
            INSERT INTO recipient_outcome (domain, policy, slot, destination, delivered,
              bad_address, blocked, mailbox_full, complained)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (domain, policy, slot, destination) DO UPDATE
            SET delivered = delivered + excluded.delivered,
              bad_address = bad_address + excluded.bad_address,
              blocked = blocked + excluded.blocked,
              mailbox_full = mailbox_full + excluded.mailbox_full,
              complained = complained + excluded.complained""");
    isNamed =
        connection.prepareStatement(
            """
            SELECT coalesce(sum(destination <> ''), 0) < ?4
              OR coalesce(max(destination = ?5), 0)
            FROM recipient_outcome WHERE domain = ?1 AND policy = ?2 AND slot = ?3""");
    forget =
        connection.prepareStatement(
            """
            DELETE FROM recipient_outcome WHERE (domain, policy, slot, destination) IN (
              SELECT domain, policy, slot, destination FROM recipient_outcome
              WHERE slot < ? LIMIT ?)""");
    resume =
        connection.prepareStatement(
            """
            INSERT INTO policy_pause (domain, policy, resumed_at) VALUES (?, ?, ?)
            ON CONFLICT (domain, policy) DO UPDATE SET resumed_at = excluded.resumed_at""");
    pause =
        connection.prepareStatement(
            """
            INSERT INTO policy_pause (domain, policy, paused_since) VALUES (?, ?, ?)
            ON CONFLICT (domain, policy) DO UPDATE SET paused_since = excluded.paused_since""");
    forgetPauses =
        connection.prepareStatement(
            """
            DELETE FROM policy_pause WHERE (domain, policy) IN (
              SELECT domain, policy FROM policy_pause
              WHERE resumed_at < ?1 AND paused_since < ?1 LIMIT ?2)""");
  }

  /**
   * Adds sums to a slot. A destination beyond those that are counted by name is counted with the
   * others.
   *
   * @param slot its beginning, in milliseconds since 1970
   */
  void add(PolicyKey policy, long slot, String destination, OutcomeSums sums) throws SQLException {
    add.setString(1, policy.domain());
    add.setString(2, policy.policy());
    add.setLong(3, slot);
    add.setString(4, isNamed(policy, slot, destination) ? destination : ALL_OTHERS);
    add.setLong(5, sums.delivered());
    add.setLong(6, sums.badAddress());
    add.setLong(7, sums.blocked());
    add.setLong(8, sums.mailboxFull());
    add.setLong(9, sums.complained());
    add.executeUpdate();
  }

  private boolean isNamed(PolicyKey policy, long slot, String destination) throws SQLException {
    if (destination.equals(ALL_OTHERS)) {
      return false;
    }
    isNamed.setString(1, policy.domain());
    isNamed.setString(2, policy.policy());
    isNamed.setLong(3, slot);
    isNamed.setInt(4, PolicyOutcomes.NAMED_IN_A_SLOT);
    isNamed.setString(5, destination);
    try (var row = isNamed.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Forgets at most {@code limit} sums of slots before then. Returns how many. */
  int forget(long before, int limit) throws SQLException {
    forget.setLong(1, before);
    forget.setInt(2, limit);
    return forget.executeUpdate();
  }

  void resume(PolicyKey policy, long at) throws SQLException {
    write(resume, policy, at);
  }

  /**
   * @param since 0: it is not paused
   */
  void pause(PolicyKey policy, long since) throws SQLException {
    write(pause, policy, since);
  }

  private static void write(PreparedStatement statement, PolicyKey policy, long at)
      throws SQLException {
    statement.setString(1, policy.domain());
    statement.setString(2, policy.policy());
    statement.setLong(3, at);
    statement.executeUpdate();
  }

  /** Forgets at most {@code limit} pauses and resumptions from before then. Returns how many. */
  int forgetPauses(long before, int limit) throws SQLException {
    forgetPauses.setLong(1, before);
    forgetPauses.setInt(2, limit);
    return forgetPauses.executeUpdate();
  }
}
