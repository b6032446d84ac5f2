package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.StoreReads.SuppressionPage;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppressions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the suppression lists in the table {@code suppression}. */
final class SqliteSuppressions implements Suppressions {
  private static final String ROWS =
      "SELECT domain, address, reason, detail, since, %s AS characters FROM suppression"
          .formatted(PageBudget.characters("address", "detail"));
  private static final int MAX_LIMIT = 1_000;

  private final Writer writer;
  private final ReaderThreads readers;
  private final StoreReads lists;

  /**
   * @param lists the server's own
   */
  SqliteSuppressions(Writer writer, ReaderThreads readers, StoreReads lists) {
    this.writer = writer;
    this.readers = readers;
    this.lists = lists;
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
      try (var row = statement.executeQuery()) {
        return row.next() ? Optional.of(suppression(row)) : Optional.empty();
      }
    }
  }

  @Override
  public List<Suppression> list(Optional<String> domain, Optional<Suppression> after, int limit) {
    return lists.suppressions(domain, after, limit).suppressions();
  }

  static SuppressionPage page(
      Connection connection,
      Optional<String> domain,
      Optional<Suppression> after,
      int limit,
      Requester requester)
      throws SQLException {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
    }
    try (var statement = connection.prepareStatement(page(domain.isPresent()))) {
      statement.setString(1, after.map(each -> each.address().canonical().toString()).orElse(""));
      statement.setString(2, domain.or(() -> after.map(Suppression::domain)).orElse(""));
      // One more than was asked for tells whether there is another page.
      statement.setInt(3, limit + 1);
      var room = PageBudget.page(requester, limit);
      var found = new ArrayList<Suppression>();
      try (var rows = statement.executeQuery()) {
        var more = room.fill(found, rows, _ -> 1, SqliteSuppressions::suppression);
        return new SuppressionPage(found, more);
      }
    }
  }

  /** A page: its parameters are an address, a domain and a limit. */
  static String page(boolean ofOneDomain) {
    return ROWS
        + (ofOneDomain
            ? " WHERE address > ? AND domain = ? ORDER BY address LIMIT ?"
            : " WHERE (address, domain) > (?, ?) ORDER BY address, domain LIMIT ?");
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
