package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.OutgoingPart.NewDelivery;
import io.mailhelm.smtp.store.Submitter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statements that insert a message's deliveries elsewhere, and find out when none of them waits
 * any more. For the writer only.
 */
final class OutgoingStatements {
  private final PreparedStatement insertOutgoing;
  private final PreparedStatement insertDelivery;
  private final PreparedStatement released;
  private final PreparedStatement disown;
  private final PreparedStatement ofMailbox;
  private final PreparedStatement move;
  private final PreparedStatement moveReturns;
  private final PreparedStatement returned;
  private final PreparedStatement markReturned;

  OutgoingStatements(Connection connection) throws SQLException {
    insertOutgoing =
        connection.prepareStatement(
            """
            INSERT INTO outgoing (message, first, copies, message_id, login, domain, policy,
              reverse_path, subject, size, ret, envid, requirements, queued_at, expires_at,
              mailbox, booked, returns_to)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    insertDelivery =
        connection.prepareStatement(
            """
            INSERT INTO delivery (id, message, recipient, recipient_folded, notify, orcpt,
              destination, lane, state, due, queued_at, attempts, warned,
              originator, passes_warm_up, later)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?, 0, 0, ?, ?, ?)\
            """);
    released =
        connection.prepareStatement(
            """
            SELECT mailbox, iif(EXISTS (
              SELECT 1 FROM delivery d
              WHERE d.id BETWEEN o.first AND o.first + o.copies - 1 AND d.ended_at IS NULL), 0, booked)
            FROM outgoing o WHERE message = ? AND mailbox IS NOT NULL""");
    ofMailbox =
        connection.prepareStatement(
            """
            SELECT message, booked, (
              SELECT count(*) FROM delivery d
              WHERE d.id BETWEEN o.first AND o.first + o.copies - 1 AND d.ended_at IS NULL)
            FROM outgoing o WHERE mailbox = ? LIMIT ?""");
    move =
        connection.prepareStatement(
            """
            UPDATE outgoing SET mailbox = ?1, returns_to = iif(returns_to = mailbox, ?1, returns_to)
            WHERE message = ?2""");
    disown =
        connection.prepareStatement(
            """
            UPDATE outgoing SET mailbox = '', returns_to = iif(returns_to = mailbox, '', returns_to)
            WHERE mailbox = ?""");
    moveReturns =
        connection.prepareStatement(
            """
            UPDATE outgoing SET returns_to = ? WHERE message IN (
              SELECT message FROM outgoing
              WHERE returns_to = ? AND returns_to IS NOT mailbox LIMIT ?)""");
    returned = connection.prepareStatement("SELECT returned FROM outgoing WHERE message = ?");
    markReturned =
        connection.prepareStatement("UPDATE outgoing SET returned = 1 WHERE message = ?");
  }

  /** Adds what of a message goes elsewhere. */
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
    Statements.setText(s, 16, row.share());
    s.setLong(17, outgoing.octets());
    Statements.setText(s, 18, outgoing.ownership().returnsTo());
    s.executeUpdate();
  }

  /**
   * When a delivery was queued and when it is to be tried, in milliseconds since 1970.
   *
   * @param due when it falls due
   * @param passesWarmUp whether no warm-up keeps it any longer
   */
  record Times(long due, long queuedAt, boolean passesWarmUp) {}

  /** Adds a delivery. */
  void insert(long id, long message, NewDelivery delivery, LanePart part, Times times)
      throws SQLException {
    var s = insertDelivery;
    var recipient = delivery.recipient();
    s.setLong(1, id);
    s.setLong(2, message);
    s.setString(3, recipient.address());
    Statements.setText(s, 4, CaseFolding.column(recipient.address()));
    s.setString(5, recipient.notifyOn());
    s.setString(6, recipient.orcpt());
    s.setString(7, delivery.destination());
    s.setString(8, part.lane());
    s.setLong(9, times.due());
    s.setLong(10, times.queuedAt());
    s.setString(11, part.originator().key());
    s.setInt(12, times.passesWarmUp() ? 1 : 0);
    s.setLong(13, delivery.later().toMillis());
    s.executeUpdate();
  }

  /**
   * A message of which something waits no more.
   *
   * @param mailboxId whose it was
   * @param octets that wait no more: all of them once nothing of it waits
   */
  record Released(String mailboxId, long octets) {}

  /** What of a message waits no more, where it is known whose it was. */
  Optional<Released> released(long message) throws SQLException {
    released.setLong(1, message);
    try (var row = released.executeQuery()) {
      return row.next()
          ? Optional.of(new Released(row.getString(1), row.getLong(2)))
          : Optional.empty();
    }
  }

  /** Detaches what a mailbox sent from its id, which may be given again. */
  void disown(String mailboxId) throws SQLException {
    disown.setString(1, mailboxId);
    disown.executeUpdate();
    moveReturns(mailboxId, Submitter.REMOVED, Integer.MAX_VALUE);
  }

  /**
   * Has reports on what others sent in a mailbox's name go to another mailbox.
   *
   * @return of how many messages, at most {@code limit}
   */
  int moveReturns(String from, String into, int limit) throws SQLException {
    moveReturns.setString(1, into);
    moveReturns.setString(2, from);
    moveReturns.setInt(3, limit);
    return moveReturns.executeUpdate();
  }

  /** Whether a report returned a message to its sender. */
  boolean isReturned(long message) throws SQLException {
    returned.setLong(1, message);
    try (var row = returned.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Notes that a report returns a message to its sender. */
  void markReturned(long message) throws SQLException {
    markReturned.setLong(1, message);
    markReturned.executeUpdate();
  }

  /**
   * A message that a mailbox's user sent.
   *
   * @param waiting octets of it that wait; 0 when none does
   * @param deliveries that are not final
   */
  record Sent(long id, long waiting, long deliveries) {}

  /** Some of the messages that a mailbox's user sent. */
  List<Sent> of(String mailboxId, int limit) throws SQLException {
    ofMailbox.setString(1, mailboxId);
    ofMailbox.setInt(2, limit);
    var messages = new ArrayList<Sent>();
    try (var row = ofMailbox.executeQuery()) {
      while (row.next()) {
        long deliveries = row.getLong(3);
        messages.add(new Sent(row.getLong(1), deliveries > 0 ? row.getLong(2) : 0, deliveries));
      }
    }
    return messages;
  }

  /** A message that was sent is another mailbox's. */
  void move(long message, String mailboxId) throws SQLException {
    move.setString(1, mailboxId);
    move.setLong(2, message);
    move.executeUpdate();
  }
}
