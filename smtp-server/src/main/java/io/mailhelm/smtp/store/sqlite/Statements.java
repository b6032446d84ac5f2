package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Submitter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The writer's connection and the statements it uses over and over. For the writer only. */
final class Statements implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement insertMessage;
  private final PreparedStatement insertEntry;
  private final PreparedStatement saveMailbox;
  private final PreparedStatement removeMailbox;
  private final PreparedStatement saveTotals;
  private final PreparedStatement deleteEntry;
  private final PreparedStatement deleteMessage;
  private final PreparedStatement markRead;
  private final PreparedStatement entries;
  private final PreparedStatement moveEntry;
  private final OutgoingStatements outgoing;
  private final DeliveryStatements deliveries;
  private final HeldStatements held;
  private final HistoryStatements history;
  private final RecordStatements records;
  private final WarmUpStatements warmUps;
  private final PolicyStatements policies;
  private final OwnerStatements owners;
  private final CountedStatements counted;

  Statements(Connection connection) throws SQLException {
    this.connection = connection;
    insertMessage =
        connection.prepareStatement(
            """
            INSERT INTO message (id, copies, message_id, received_at, reverse_path, login,
              from_field, to_field, subject, date_field, from_folded, to_folded, subject_folded,
              ret, envid, size, file, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    insertEntry =
        connection.prepareStatement(
            """
            INSERT INTO entry (id, message, mailbox, address, recipients, captured, booked, seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0)""");
    saveMailbox =
        connection.prepareStatement(
            """
            INSERT INTO mailbox (number, id, octets, messages) VALUES (?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE
            SET id = excluded.id, octets = excluded.octets, messages = excluded.messages""");
    removeMailbox = connection.prepareStatement("DELETE FROM mailbox WHERE id = ?");
    saveTotals = connection.prepareStatement("UPDATE totals SET messages = ?, last_entry = ?");
    deleteEntry = connection.prepareStatement("DELETE FROM entry WHERE id = ?");
    deleteMessage =
        connection.prepareStatement(
            """
            DELETE FROM message WHERE id = ? AND NOT EXISTS (
              SELECT 1 FROM entry e WHERE e.id BETWEEN message.id AND message.id + copies - 1)
            AND NOT EXISTS (
              SELECT 1 FROM outgoing o
              JOIN delivery d ON d.id BETWEEN o.first AND o.first + o.copies - 1
              WHERE o.message = message.id AND d.ended_at IS NULL)
            RETURNING file, size""");
    markRead = connection.prepareStatement("UPDATE entry SET seen = ? WHERE id = ?");
    entries = connection.prepareStatement("SELECT id, booked FROM entry WHERE mailbox = ? LIMIT ?");
    moveEntry = connection.prepareStatement("UPDATE entry SET mailbox = ? WHERE id = ?");
    outgoing = new OutgoingStatements(connection);
    deliveries = new DeliveryStatements(connection);
    held = new HeldStatements(connection);
    history = new HistoryStatements(connection);
    records = new RecordStatements(connection);
    warmUps = new WarmUpStatements(connection);
    policies = new PolicyStatements(connection);
    owners = new OwnerStatements(connection);
    counted = new CountedStatements(connection);
  }

  void insertMessage(long id, MessageRow row, int copies) throws SQLException {
    var s = insertMessage;
    s.setLong(1, id);
    s.setInt(2, copies);
    s.setString(3, row.messageId());
    s.setLong(4, row.receivedAt());
    s.setString(5, row.reversePath());
    setText(s, 6, row.submitter().map(Submitter::login));
    s.setString(7, row.from());
    s.setString(8, row.to());
    s.setString(9, row.subject());
    s.setString(10, row.date());
    setText(s, 11, CaseFolding.column(row.from()));
    setText(s, 12, CaseFolding.column(row.to()));
    setText(s, 13, CaseFolding.column(row.subject()));
    s.setString(14, row.ret());
    s.setString(15, row.envid());
    s.setLong(16, row.size());
    setText(s, 17, row.file());
    s.setBytes(18, row.content());
    s.executeUpdate();
  }

  static void setText(PreparedStatement s, int index, Optional<String> text) throws SQLException {
    if (text.isPresent()) {
      s.setString(index, text.get());
    } else {
      s.setNull(index, Types.VARCHAR);
    }
  }

  void insertEntry(long id, long message, long mailbox, MessageRow.Copy copy) throws SQLException {
    var s = insertEntry;
    s.setLong(1, id);
    s.setLong(2, message);
    s.setLong(3, mailbox);
    s.setString(4, copy.address());
    s.setString(5, copy.recipients());
    s.setInt(6, copy.captured() ? 1 : 0);
    s.setLong(7, copy.octets());
    s.executeUpdate();
  }

  void saveMailbox(String id, Ledger.Account account) throws SQLException {
    saveMailbox.setLong(1, account.number());
    saveMailbox.setString(2, id);
    saveMailbox.setLong(3, account.usage().octets());
    saveMailbox.setLong(4, account.usage().messages());
    saveMailbox.executeUpdate();
  }

  void removeMailbox(String id) throws SQLException {
    removeMailbox.setString(1, id);
    removeMailbox.executeUpdate();
  }

  void saveTotals(Ledger.Totals totals) throws SQLException {
    saveTotals.setLong(1, totals.messages());
    saveTotals.setLong(2, totals.lastEntry());
    saveTotals.executeUpdate();
  }

  void deleteEntry(long id) throws SQLException {
    deleteEntry.setLong(1, id);
    deleteEntry.executeUpdate();
  }

  /** An entry, and the octets of its message. */
  record Sized(long id, long size) {}

  /** Some entries of a mailbox. */
  List<Sized> entries(long mailbox, int limit) throws SQLException {
    entries.setLong(1, mailbox);
    entries.setInt(2, limit);
    var found = new ArrayList<Sized>();
    try (var row = entries.executeQuery()) {
      while (row.next()) {
        found.add(new Sized(row.getLong(1), row.getLong(2)));
      }
    }
    return found;
  }

  /** Puts an entry into another mailbox. */
  void moveEntry(long id, long mailbox) throws SQLException {
    moveEntry.setLong(1, mailbox);
    moveEntry.setLong(2, id);
    moveEntry.executeUpdate();
  }

  /** The statements about whose mailboxes are. */
  OwnerStatements owners() {
    return owners;
  }

  /** The statements about what of a message goes elsewhere. */
  OutgoingStatements outgoing() {
    return outgoing;
  }

  /** The statements that find what is held for long. */
  HeldStatements held() {
    return held;
  }

  /** The statements about what became of deliveries. */
  HistoryStatements history() {
    return history;
  }

  /** The statements about a delivery's state. */
  DeliveryStatements deliveries() {
    return deliveries;
  }

  /** The statements about days of warm-up. */
  WarmUpStatements warmUps() {
    return warmUps;
  }

  /** The statements about what is neither a message nor a delivery. */
  RecordStatements records() {
    return records;
  }

  /** The statements about what came of recipients under policies. */
  PolicyStatements policies() {
    return policies;
  }

  /** The statements on recipients that count against limits. */
  CountedStatements counted() {
    return counted;
  }

  /** Removes a message that no entry and no delivery needs any more, and notes what is freed. */
  void deleteUnneeded(long id, FreedMessages freed) throws SQLException {
    deleteMessage.setLong(1, id);
    try (var row = deleteMessage.executeQuery()) {
      while (row.next()) {
        freed.message(Optional.ofNullable(row.getString(1)), row.getLong(2));
      }
    }
  }

  /**
   * Some deliveries of a message became final: where those were the last, its octets wait no more.
   */
  void noLongerWaits(long message, int deliveries, LedgerDraft draft) throws SQLException {
    outgoing
        .released(message)
        .ifPresent(released -> draft.waits(released.mailboxId(), -released.octets(), -deliveries));
  }

  /** Detaches what is left of a deleted mailbox from its id. */
  void disown(String mailboxId) throws SQLException {
    outgoing.disown(mailboxId);
    records.forgetKeysOf(mailboxId);
    owners.remove(mailboxId);
  }

  boolean markRead(long id, boolean read) throws SQLException {
    markRead.setInt(1, read ? 1 : 0);
    markRead.setLong(2, id);
    return markRead.executeUpdate() == 1;
  }

  /** Entries to delete, oldest first, at most {@code limit}. */
  List<EntryToDelete> doomed(DeletionQuery doom, int limit) throws SQLException {
    try (var s = connection.prepareStatement(doom.sql())) {
      doom.bind(s);
      s.setInt(doom.parameters() + 1, limit);
      var found = new ArrayList<EntryToDelete>();
      try (var row = s.executeQuery()) {
        while (row.next()) {
          found.add(
              new EntryToDelete(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)));
        }
      }
      return found;
    }
  }

  /** Writes as much as a message of middling size would. */
  int fillProbe() throws SQLException {
    return update("INSERT OR REPLACE INTO probe (one, filler) VALUES (1, zeroblob(65536))");
  }

  int emptyProbe() throws SQLException {
    return update("DELETE FROM probe");
  }

  private int update(String sql) throws SQLException {
    try (var s = connection.createStatement()) {
      return s.executeUpdate(sql);
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
