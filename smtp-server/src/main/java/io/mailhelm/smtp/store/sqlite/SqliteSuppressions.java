package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppressions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code suppression}. */
final class SqliteSuppressions implements Suppressions {
  private static final String ROWS =
      "SELECT domain, address, reason, detail, since FROM suppression";
  private static final int MAX_LIMIT = 1_000;

  private final Writer writer;
  private final Readers readers;

  SqliteSuppressions(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Optional<Suppression> find(String domain, Mailbox address) {
    return readers.ask(connection -> find(connection, domain, address));
  }

  private static Optional<Suppression> find(Connection connection, String domain, Mailbox address)
      throws SQLException {
    try (var statement = connection.prepareStatement(ROWS + " WHERE domain = ? AND address = ?")) {
      statement.setString(1, domain);
      statement.setString(2, address.canonical().toString());
      return rows(statement).stream().findFirst();
    }
  }

  @Override
  public List<Suppression> list(Optional<String> domain, Optional<Suppression> after, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
    }
    return readers.ask(connection -> list(connection, domain, after, limit));
  }

  private static List<Suppression> list(
      Connection connection, Optional<String> domain, Optional<Suppression> after, int limit)
      throws SQLException {
    var sql =
        ROWS
            + " WHERE (address, domain) > (?, ?)"
            + (domain.isPresent() ? " AND domain = ?" : "")
            + " ORDER BY address, domain LIMIT ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, after.map(each -> each.address().canonical().toString()).orElse(""));
      statement.setString(2, after.map(Suppression::domain).orElse(""));
      if (domain.isPresent()) {
        statement.setString(3, domain.get());
      }
      statement.setInt(domain.isPresent() ? 4 : 3, limit);
      return rows(statement);
    }
  }

  private static List<Suppression> rows(PreparedStatement statement) throws SQLException {
    var found = new ArrayList<Suppression>();
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        found.add(suppression(row));
      }
    }
    return found;
  }

  private static Suppression suppression(ResultSet row) throws SQLException {
    return new Suppression(
        row.getString(1),
        Mailbox.of(row.getString(2)),
        Suppression.Reason.valueOf(row.getString(3)),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)));
  }

  @Override
  public void add(Suppression suppression) {
    writer.change(
        "suppress an address",
        (statements, _) -> {
          statements.records().suppress(suppression);
          return true;
        });
  }

  @Override
  public boolean noteRelayed(Suppression said) {
    return writer.change(
        "note what a relay said of an address",
        (statements, _) -> statements.records().noteRelayed(said));
  }

  @Override
  public void forgetRelayed(Instant before) {
    writer.change(
        "forget what relays said",
        (statements, _) -> statements.records().forgetRelayed(before.toEpochMilli()));
  }

  @Override
  public boolean remove(String domain, Mailbox address) {
    var text = address.canonical().toString();
    return writer.change(
        "allow an address", (statements, _) -> statements.records().allow(domain, text));
  }
}
