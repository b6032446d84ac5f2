package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The statements about owners of mailboxes, and about closed mailboxes that users found. For the
 * writer only.
 */
final class OwnerStatements {
  /** The latest first; what is being moved is somebody's already. */
  static final String CLOSED_OF =
      """
      SELECT mailbox, closed_at FROM owner
      WHERE closed_at IS NOT NULL AND domain = ? AND address = ? AND namespace = ? AND mailbox <> ?
        AND leaves_mail
        AND NOT EXISTS (
          SELECT 1 FROM found_mailbox f WHERE f.closed = owner.mailbox AND f.state <> 'LEFT')
      ORDER BY closed_at DESC, mailbox""";

  static final String MOVING = "SELECT mailbox, closed FROM found_mailbox WHERE state = 'MOVING'";
  static final String UNKNOWN = "SELECT mailbox FROM owner WHERE namespace = '' LIMIT ?";
  static final String HAS_SENT = "SELECT 1 FROM outgoing WHERE mailbox = ? LIMIT 1";

  private final PreparedStatement isThere;
  private final PreparedStatement save;
  private final PreparedStatement close;
  private final PreparedStatement name;
  private final PreparedStatement unknown;
  private final PreparedStatement remove;
  private final PreparedStatement removeFound;
  private final PreparedStatement removeLeft;
  private final PreparedStatement closedOf;
  private final PreparedStatement hasSent;
  private final PreparedStatement hasTaken;
  private final PreparedStatement saveFound;
  private final PreparedStatement moving;
  private final PreparedStatement taken;

  OwnerStatements(Connection connection) throws SQLException {
    isThere = connection.prepareStatement("SELECT 1 FROM owner WHERE mailbox = ?");
    save =
        connection.prepareStatement(
            """
            INSERT OR REPLACE INTO owner (mailbox, domain, address, namespace, name, leaves_mail)
            VALUES (?, ?, ?, ?, ?, ?)""");
    close =
        connection.prepareStatement(
            "UPDATE owner SET closed_at = ? WHERE mailbox = ? AND closed_at IS NULL");
    name = connection.prepareStatement("UPDATE owner SET namespace = ? WHERE mailbox = ?");
    unknown = connection.prepareStatement(UNKNOWN);
    remove = connection.prepareStatement("DELETE FROM owner WHERE mailbox = ?");
    removeFound = connection.prepareStatement("DELETE FROM found_mailbox WHERE mailbox = ?");
    removeLeft =
        connection.prepareStatement(
            "DELETE FROM found_mailbox WHERE closed = ? AND state <> 'TAKEN'");
    closedOf = connection.prepareStatement(CLOSED_OF);
    hasSent = connection.prepareStatement(HAS_SENT);
    hasTaken =
        connection.prepareStatement(
            "SELECT 1 FROM found_mailbox WHERE mailbox = ? AND state <> 'LEFT'");
    saveFound =
        connection.prepareStatement(
            """
            INSERT OR REPLACE INTO found_mailbox (mailbox, closed, since, messages, octets, state)
            VALUES (?, ?, ?, ?, ?, ?)""");
    moving = connection.prepareStatement(MOVING);
    taken =
        connection.prepareStatement("UPDATE found_mailbox SET state = 'TAKEN' WHERE mailbox = ?");
  }

  /** What becomes of a closed mailbox that a user found. */
  enum Found {
    LEFT,
    MOVING
  }

  /** A closed mailbox, and since when it is. */
  record Closed(String mailboxId, long since) {}

  /** A mailbox whose mail goes into another. */
  record Move(String from, String into) {}

  /** Whether the mailbox is known, open or closed. */
  boolean isThere(String mailboxId) throws SQLException {
    return any(isThere, mailboxId);
  }

  /** The mailbox is this one's, and open. */
  void save(OwnerRow owner) throws SQLException {
    save.setString(1, owner.mailboxId());
    save.setString(2, owner.address().domain().ascii());
    save.setString(3, owner.address().toString());
    save.setString(4, owner.namespace());
    save.setString(5, owner.name());
    save.setBoolean(6, owner.leavesMail());
    save.executeUpdate();
  }

  /** Nobody has the mailbox any more. One that is closed stays so since when it is. */
  void close(String mailboxId, long now) throws SQLException {
    close.setLong(1, now);
    close.setString(2, mailboxId);
    close.executeUpdate();
  }

  /** Writes down the namespace of a mailbox of which none is known. */
  void name(String mailboxId, String namespace) throws SQLException {
    name.setString(1, namespace);
    name.setString(2, mailboxId);
    name.executeUpdate();
  }

  /** Some of those of which no namespace is known. */
  List<String> unknown(int limit) throws SQLException {
    unknown.setInt(1, limit);
    var ids = new ArrayList<String>();
    try (var row = unknown.executeQuery()) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    return ids;
  }

  /** The mailbox is gone, or another's. */
  void remove(String mailboxId) throws SQLException {
    remove.setString(1, mailboxId);
    remove.executeUpdate();
    removeFound.setString(1, mailboxId);
    removeFound.executeUpdate();
    removeLeft.setString(1, mailboxId);
    removeLeft.executeUpdate();
  }

  /**
   * The mailbox of the same address and namespace that was closed last, of those whose users let
   * their mail stay.
   *
   * @param removed ids of those that are being removed
   */
  Optional<Closed> closedOf(OwnerRow owner, Set<String> removed) throws SQLException {
    closedOf.setString(1, owner.address().domain().ascii());
    closedOf.setString(2, owner.address().toString());
    closedOf.setString(3, owner.namespace());
    closedOf.setString(4, owner.mailboxId());
    try (var row = closedOf.executeQuery()) {
      while (row.next()) {
        if (!removed.contains(row.getString(1))) {
          return Optional.of(new Closed(row.getString(1), row.getLong(2)));
        }
      }
      return Optional.empty();
    }
  }

  /** Whether something that the mailbox's user sent is still known. */
  boolean hasSent(String mailboxId) throws SQLException {
    return any(hasSent, mailboxId);
  }

  /** Whether another mailbox was taken up into this one. */
  boolean hasTaken(String mailboxId) throws SQLException {
    return any(hasTaken, mailboxId);
  }

  /** Writes down what a user found. */
  void saveFound(String mailboxId, Closed closed, MailboxUsage usage, Found state)
      throws SQLException {
    saveFound.setString(1, mailboxId);
    saveFound.setString(2, closed.mailboxId());
    saveFound.setLong(3, closed.since());
    saveFound.setLong(4, usage.messages());
    saveFound.setLong(5, usage.octets());
    saveFound.setString(6, state.name());
    saveFound.executeUpdate();
  }

  /** What is to be moved, or was and may have to be again. */
  List<Move> moving() throws SQLException {
    var moves = new ArrayList<Move>();
    try (var row = moving.executeQuery()) {
      while (row.next()) {
        moves.add(new Move(row.getString(2), row.getString(1)));
      }
    }
    return moves;
  }

  /** All of it is moved, and nothing comes any more. */
  void taken(Move move) throws SQLException {
    taken.setString(1, move.into());
    taken.executeUpdate();
    remove(move.from());
  }

  private static boolean any(PreparedStatement statement, String mailboxId) throws SQLException {
    statement.setString(1, mailboxId);
    try (var row = statement.executeQuery()) {
      return row.next();
    }
  }
}
