package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryPage;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.MailboxEntry;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.mailhelm.smtp.store.Requester;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads entries; stateless, on a reader's thread. */
final class EntryReader {
  private static final String TABLES = "FROM entry e JOIN message m ON m.id = e.message";

  private static final String ENTRIES =
      """
      SELECT e.id, m.message_id, b.id AS mailbox_id, e.address, m.received_at, m.reverse_path,
        m.login, m.from_field, m.to_field, m.subject, m.date_field, m.size, e.captured, e.seen,
        %s AS characters
      %s JOIN mailbox b ON b.number = e.mailbox
      """
          .formatted(
              PageBudget.characters("m.from_field", "m.to_field", "m.subject", "m.date_field"),
              TABLES);

  private EntryReader() {}

  static EntryPage list(Connection connection, EntryQuery query, Requester requester)
      throws SQLException {
    var filter = EntryFilter.of(query);
    var entries = new ArrayList<MailboxEntry>();
    var next = Optional.<EntryId>empty();
    try (var statement = connection.prepareStatement(page(filter))) {
      var parameter = filter.bind(statement);
      statement.setLong(parameter, query.after().map(EntryId::value).orElse(Long.MAX_VALUE));
      // One more than was asked for tells whether there is another page.
      statement.setInt(parameter + 1, query.limit() + 1);
      var room = PageBudget.page(requester, query.limit());
      try (var rows = statement.executeQuery()) {
        if (room.fill(entries, rows, _ -> 1, EntryReader::entry)) {
          next = Optional.of(entries.getLast().id());
        }
      }
    }
    return new EntryPage(entries, total(connection, filter), next);
  }

  /** A page, with the parameters of the filter, then the id to begin below, then a limit. */
  static String page(EntryFilter filter) {
    return ENTRIES + "WHERE " + filter.where() + " AND e.id < ? ORDER BY e.id DESC LIMIT ?";
  }

  /** How many there are on all pages, with the parameters of the filter. */
  static String total(EntryFilter filter) {
    var tables = filter.isOfMessage() ? TABLES : "FROM entry e";
    return "SELECT count(*) " + tables + " WHERE " + filter.where();
  }

  private static long total(Connection connection, EntryFilter filter) throws SQLException {
    try (var statement = connection.prepareStatement(total(filter))) {
      filter.bind(statement);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  static Optional<MailboxEntry> find(Connection connection, EntryId id, Requester requester)
      throws SQLException {
    try (var statement = connection.prepareStatement(ENTRIES + "WHERE e.id = ?")) {
      statement.setLong(1, id.value());
      try (var row = statement.executeQuery()) {
        return row.next() && PageBudget.all(requester).admits(1, row.getLong("characters"))
            ? Optional.of(entry(row))
            : Optional.empty();
      }
    }
  }

  private static MailboxEntry entry(ResultSet row) throws SQLException {
    var to = row.getString("to_field");
    return new MailboxEntry(
        new EntryId(row.getLong(1)),
        row.getString("message_id"),
        row.getString("mailbox_id"),
        row.getString("address"),
        Instant.ofEpochMilli(row.getLong("received_at")),
        row.getString("reverse_path"),
        Optional.ofNullable(row.getString("login")),
        new Summary(
            row.getString("from_field"),
            to.isEmpty() ? List.of() : List.of(to.split("\n", -1)),
            row.getString("subject"),
            row.getString("date_field")),
        row.getLong("size"),
        row.getInt("captured") == 1,
        row.getInt("seen") == 1);
  }

  /**
   * The bytes of a message that are in its row.
   *
   * @param file has the rest, if any
   */
  record Content(byte[] row, Optional<String> file) {}

  static Optional<Content> content(Connection connection, EntryId id) throws SQLException {
    var sql = "SELECT m.content, m.file " + TABLES + " WHERE e.id = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id.value());
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Content(row.getBytes(1), Optional.ofNullable(row.getString(2))))
            : Optional.empty();
      }
    }
  }
}
