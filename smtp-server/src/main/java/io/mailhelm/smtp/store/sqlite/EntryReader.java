package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Entry;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryPage;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.NewMessage.Summary;
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
        m.login, m.from_field, m.to_field, m.subject, m.date_field, m.size, e.captured, e.seen
      %s JOIN mailbox b ON b.number = e.mailbox
      """
          .formatted(TABLES);

  private EntryReader() {}

  static EntryPage list(Connection connection, EntryQuery query) throws SQLException {
    var filter = EntryFilter.of(query);
    var entries = page(connection, query, filter);
    // One more than was asked for tells whether there is another page.
    var more = entries.size() > query.limit();
    var shown = more ? entries.subList(0, query.limit()) : entries;
    var next = more ? Optional.of(shown.getLast().id()) : Optional.<EntryId>empty();
    return new EntryPage(shown, total(connection, filter), next);
  }

  private static List<Entry> page(Connection connection, EntryQuery query, EntryFilter filter)
      throws SQLException {
    var sql = ENTRIES + "WHERE " + filter.where() + " AND e.id < ? ORDER BY e.id DESC LIMIT ?";
    try (var statement = connection.prepareStatement(sql)) {
      var next = filter.bind(statement);
      statement.setLong(next, query.after().map(EntryId::value).orElse(Long.MAX_VALUE));
      statement.setInt(next + 1, query.limit() + 1);
      var entries = new ArrayList<Entry>();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
      return entries;
    }
  }

  private static long total(Connection connection, EntryFilter filter) throws SQLException {
    var sql = "SELECT count(*) " + TABLES + " WHERE " + filter.where();
    try (var statement = connection.prepareStatement(sql)) {
      filter.bind(statement);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  static Optional<Entry> find(Connection connection, EntryId id) throws SQLException {
    try (var statement = connection.prepareStatement(ENTRIES + "WHERE e.id = ?")) {
      statement.setLong(1, id.value());
      try (var row = statement.executeQuery()) {
        return row.next() ? Optional.of(entry(row)) : Optional.empty();
      }
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var to = row.getString("to_field");
    return new Entry(
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
