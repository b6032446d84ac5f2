package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.Outgoing.NewDelivery;
import io.mailhelm.smtp.store.SendReports.Kind;
import io.mailhelm.smtp.store.Submitter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that write deliveries. For the writer only. */
final class DeliveryStatements {
  private final PreparedStatement insertOutgoing;
  private final PreparedStatement insertDelivery;
  private final PreparedStatement find;
  private final PreparedStatement update;
  private final PreparedStatement rebase;
  private final PreparedStatement rebased;
  private final PreparedStatement hold;
  private final PreparedStatement heldSince;
  private final PreparedStatement heldWith;
  private final PreparedStatement move;
  private final PreparedStatement markReported;
  private final PreparedStatement released;
  private final PreparedStatement disown;
  private final PreparedStatement insertAttempt;
  private final PreparedStatement deleteAttempt;
  private final PreparedStatement ended;
  private final PreparedStatement deleteAttempts;
  private final PreparedStatement deleteDelivery;
  private final PreparedStatement deleteOutgoing;

  DeliveryStatements(Connection connection) throws SQLException {
    insertOutgoing =
        connection.prepareStatement(
            """
            INSERT INTO outgoing (message, first, copies, message_id, login, domain, policy,
              reverse_path, subject, size, ret, envid, requirements, queued_at, expires_at,
              mailbox)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    insertDelivery =
        connection.prepareStatement(
            """
            INSERT INTO delivery (id, message, recipient, recipient_folded, notify, orcpt,
              destination, lane, state, due, queued_at, attempts, warned)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?, 0, 0)\
            """);
    find =
        connection.prepareStatement(
            """
            SELECT d.message, d.lane, d.state, d.due, d.attempts, d.warned, o.domain, o.policy,
              d.hold_reason
            FROM delivery d JOIN outgoing o ON o.message = d.message WHERE d.id = ?\
            """);
    update =
        connection.prepareStatement(
            """
            UPDATE delivery SET state = ?, due = ?, attempts = ?, warned = ?, ended_at = ?,
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
    heldSince =
        connection.prepareStatement(
            """
            SELECT id, message, lane, due FROM delivery WHERE state = 'HELD' AND held_at <= ?
            ORDER BY held_at, id LIMIT ?\
            """);
    heldWith =
        connection.prepareStatement(
            """
            SELECT d.id, d.message, d.lane, d.due FROM outgoing o
            JOIN delivery d ON d.id BETWEEN o.first AND o.first + o.copies - 1
            WHERE o.message = ? AND d.state = 'HELD' AND d.held_at <= ? ORDER BY d.id LIMIT ?\
            """);
    move =
        connection.prepareStatement(
            """
            UPDATE delivery SET lane = ?
            WHERE id IN (SELECT id FROM delivery
              WHERE lane = ? AND state = 'QUEUED' AND destination = ? LIMIT ?)
            RETURNING id, due\
            """);
    markReported =
        connection.prepareStatement(
            "UPDATE delivery SET reported = reported | ?1 WHERE id = ?2 AND reported & ?1 = 0");
    released =
        connection.prepareStatement(
            """
            SELECT mailbox, size FROM outgoing o
            WHERE message = ? AND mailbox IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM delivery d
              WHERE d.id BETWEEN o.first AND o.first + o.copies - 1 AND d.ended_at IS NULL)""");
    disown = connection.prepareStatement("UPDATE outgoing SET mailbox = '' WHERE mailbox = ?");
    insertAttempt =
        connection.prepareStatement(
            """
            INSERT INTO attempt (delivery, number, at, took, outcome, host, address, tls, code,
              enhanced, text, refuses_address)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
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

  /**
   * A message that waits no more.
   *
   * @param mailboxId whose it was
   */
  record Released(String mailboxId, long octets) {}

  /** Whether nothing of a message waits any more, and whose it was where that is known. */
  Optional<Released> released(long message) throws SQLException {
    released.setLong(1, message);
    try (var row = released.executeQuery()) {
      return row.next()
          ? Optional.of(new Released(row.getString(1), row.getLong(2)))
          : Optional.empty();
    }
  }

  /** What a mailbox sent is nobody's from now on: its id may be given again. */
  void disown(String mailboxId) throws SQLException {
    disown.setString(1, mailboxId);
    disown.executeUpdate();
  }

  void insert(long message, long first, MessageRow row, OutgoingRow outgoing) throws SQLException {
    var s = insertOutgoing;
    s.setLong(1, message);
    s.setLong(2, first);
    s.setInt(3, outgoing.deliveries().size());
    s.setString(4, row.messageId());
    Statements.setText(s, 5, row.submitter().map(Submitter::login));
    s.setString(6, outgoing.domain());
    Statements.setText(s, 7, outgoing.policy());
    s.setString(8, row.reversePath());
    s.setString(9, row.subject());
    s.setLong(10, row.size());
    s.setString(11, row.ret());
    s.setString(12, row.envid());
    s.setString(13, outgoing.requirements());
    s.setLong(14, row.receivedAt());
    s.setLong(15, outgoing.expiresAt());
    Statements.setText(s, 16, row.submitter().flatMap(Submitter::mailboxId));
    s.executeUpdate();
  }

  void insert(long id, long message, NewDelivery delivery, OutgoingRow outgoing, long queuedAt)
      throws SQLException {
    var s = insertDelivery;
    var recipient = delivery.recipient();
    s.setLong(1, id);
    s.setLong(2, message);
    s.setString(3, recipient.address());
    Statements.setText(s, 4, Folded.column(recipient.address()));
    s.setString(5, recipient.notifyOn());
    s.setString(6, recipient.orcpt());
    s.setString(7, delivery.destination());
    s.setString(8, delivery.lane());
    s.setLong(9, outgoing.dueAt());
    s.setLong(10, queuedAt);
    s.executeUpdate();
  }

  /** A delivery as far as what is done to it depends on it. */
  record Row(
      long id,
      long message,
      String lane,
      Delivery.State state,
      long due,
      int attempts,
      boolean warned,
      String domain,
      Optional<String> policy,
      Optional<HoldReason> held) {}

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
        row.getString(2),
        Delivery.State.valueOf(row.getString(3)),
        row.getLong(4),
        row.getInt(5),
        row.getInt(6) == 1,
        row.getString(7),
        Optional.ofNullable(row.getString(8)),
        Optional.ofNullable(row.getString(9)).map(HoldReason::valueOf));
  }

  /** Holds a delivery from now on. */
  void hold(long id, HoldReason reason, long now) throws SQLException {
    hold.setString(1, reason.name());
    hold.setLong(2, now);
    hold.setLong(3, id);
    hold.executeUpdate();
  }

  /** A delivery that is held, as far as who leases it must know. */
  record Held(long id, long message, String lane, long due) {}

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
        found.add(new Held(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)));
      }
    }
    return found;
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
    update.setString(6, row.state().name());
    update.setString(7, row.state().name());
    update.setLong(8, row.id());
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
  record Moved(long id, long due) {}

  /** Moves at most {@code limit}. Returns those. */
  List<Moved> move(String destination, String from, String to, int limit) throws SQLException {
    move.setString(1, to);
    move.setString(2, from);
    move.setString(3, destination);
    move.setInt(4, limit);
    var moved = new ArrayList<Moved>();
    try (var row = move.executeQuery()) {
      while (row.next()) {
        moved.add(new Moved(row.getLong(1), row.getLong(2)));
      }
    }
    return moved;
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
