package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.FoundMailbox;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.RetainedMailbox;
import io.mailhelm.smtp.store.RetainedMailboxes.FoundPage;
import io.mailhelm.smtp.store.RetainedMailboxes.RetainedOfDomain;
import io.mailhelm.smtp.store.RetainedMailboxes.RetainedPage;
import io.mailhelm.smtp.store.RetainedMailboxes.RetainedQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the owners of mailboxes, on a reader's thread. The ledger knows what is in the mailboxes.
 */
final class OwnerReader {
  static final String BY_DOMAIN =
      """
      SELECT domain, count(*) FROM owner WHERE closed_at IS NOT NULL
      GROUP BY domain ORDER BY domain""";

  private static final String ROWS =
      "SELECT mailbox, address, namespace, name, closed_at, %s AS characters FROM owner"
          .formatted(PageBudget.characters("mailbox", "address", "namespace", "name"));
  static final String FOUND =
      """
      SELECT f.mailbox, f.closed, f.since, f.messages, f.octets, f.state, %s AS characters
      FROM found_mailbox f JOIN owner o ON o.mailbox = f.mailbox AND o.closed_at IS NULL
      WHERE f.mailbox > ? ORDER BY f.mailbox LIMIT ?"""
          .formatted(PageBudget.characters("f.mailbox", "f.closed"));
  private static final String OPEN =
      """
      SELECT mailbox, address, namespace, name, leaves_mail FROM owner
      WHERE closed_at IS NULL""";

  private final Ledger ledger;

  OwnerReader(Ledger ledger) {
    this.ledger = ledger;
  }

  /** All that are open, by their ids. */
  static Map<String, OwnerRow> open(Connection connection) throws SQLException {
    var open = new HashMap<String, OwnerRow>();
    try (var statement = connection.prepareStatement(OPEN);
        var row = statement.executeQuery()) {
      while (row.next()) {
        open.put(
            row.getString(1),
            new OwnerRow(
                row.getString(1),
                Mailbox.of(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5)));
      }
    }
    return open;
  }

  RetainedPage page(Connection connection, RetainedQuery query, Requester requester)
      throws SQLException {
    var found = new ArrayList<RetainedMailbox>();
    try (var statement = connection.prepareStatement(ROWS + page(query))) {
      var next = bind(statement, query);
      var after = query.after();
      if (!isOfOneDomain(query)) {
        statement.setString(next++, after.map(RetainedMailbox.Position::domain).orElse(""));
      }
      statement.setString(next, after.map(RetainedMailbox.Position::address).orElse(""));
      statement.setString(next + 1, after.map(RetainedMailbox.Position::id).orElse(""));
      // One more than was asked for tells whether there is another page.
      statement.setInt(next + 2, query.limit() + 1);
      var room = PageBudget.page(requester, query.limit());
      try (var rows = statement.executeQuery()) {
        var more = room.fill(found, rows, _ -> 1, this::retained);
        return new RetainedPage(found, total(connection, query), more);
      }
    }
  }

  /** A page: the parameters of the filter, then a position, then a limit. */
  static String page(RetainedQuery query) {
    return where(query)
        + (isOfOneDomain(query)
            ? " AND (address, mailbox) > (?, ?) ORDER BY address, mailbox LIMIT ?"
            : " AND (domain, address, mailbox) > (?, ?, ?)"
                + " ORDER BY domain, address, mailbox LIMIT ?");
  }

  private static boolean isOfOneDomain(RetainedQuery query) {
    return query.domain().isPresent() || query.address().isPresent();
  }

  private static String where(RetainedQuery query) {
    return " WHERE closed_at IS NOT NULL"
        + (isOfOneDomain(query) ? " AND domain = ?" : "")
        + (query.address().isPresent() ? " AND address = ?" : "");
  }

  private static int bind(PreparedStatement statement, RetainedQuery query) throws SQLException {
    int next = 1;
    var domain = query.address().map(Mailbox::domain).or(query::domain);
    if (domain.isPresent()) {
      statement.setString(next++, domain.map(DomainName::ascii).get());
    }
    if (query.address().isPresent()) {
      statement.setString(next++, query.address().get().toString());
    }
    return next;
  }

  static String total(RetainedQuery query) {
    return "SELECT count(*) FROM owner" + where(query);
  }

  private static long total(Connection connection, RetainedQuery query) throws SQLException {
    try (var statement = connection.prepareStatement(total(query))) {
      bind(statement, query);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  Optional<RetainedMailbox> find(Connection connection, String mailboxId, Requester requester)
      throws SQLException {
    var sql = ROWS + " WHERE mailbox = ? AND closed_at IS NOT NULL";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, mailboxId);
      try (var row = statement.executeQuery()) {
        return row.next() && PageBudget.all(requester).admits(1, row.getLong("characters"))
            ? Optional.of(retained(row))
            : Optional.empty();
      }
    }
  }

  private RetainedMailbox retained(ResultSet row) throws SQLException {
    return new RetainedMailbox(
        row.getString(1),
        Mailbox.of(row.getString(2)),
        row.getString(3),
        row.getString(4),
        ledger.usage(row.getString(1)),
        Instant.ofEpochMilli(row.getLong(5)));
  }

  List<RetainedOfDomain> byDomain(Connection connection, int each, int most, Requester requester)
      throws SQLException {
    var all = new ArrayList<RetainedOfDomain>();
    int left = most;
    try (var statement = connection.prepareStatement(BY_DOMAIN);
        var row = statement.executeQuery()) {
      while (row.next()) {
        requester.hold(1, row.getString(1).length());
        var first = first(connection, row.getString(1), Math.min(each, left), requester);
        left -= first.size();
        all.add(new RetainedOfDomain(row.getString(1), row.getLong(2), first));
      }
    }
    return all;
  }

  private List<RetainedMailbox> first(
      Connection connection, String domain, int limit, Requester requester) throws SQLException {
    if (limit == 0) {
      return List.of();
    }
    var query =
        new RetainedQuery(
            Optional.of(DomainName.of(domain)), Optional.empty(), Optional.empty(), limit);
    try (var statement = connection.prepareStatement(ROWS + page(query))) {
      statement.setString(1, domain);
      statement.setString(2, "");
      statement.setString(3, "");
      statement.setInt(4, limit);
      var found = new ArrayList<RetainedMailbox>();
      try (var rows = statement.executeQuery()) {
        PageBudget.page(requester, limit).fill(found, rows, _ -> 1, this::retained);
      }
      return found;
    }
  }

  static FoundPage found(Connection connection, String after, int limit, Requester requester)
      throws SQLException {
    try (var statement = connection.prepareStatement(FOUND)) {
      statement.setString(1, after);
      statement.setInt(2, limit + 1);
      var found = new ArrayList<FoundMailbox>();
      try (var rows = statement.executeQuery()) {
        var more =
            PageBudget.page(requester, limit).fill(found, rows, _ -> 1, OwnerReader::foundMailbox);
        return new FoundPage(found, more);
      }
    }
  }

  private static FoundMailbox foundMailbox(ResultSet row) throws SQLException {
    return new FoundMailbox(
        row.getString(1),
        row.getString(2),
        new MailboxUsage(row.getLong(5), row.getLong(4)),
        Instant.ofEpochMilli(row.getLong(3)),
        !row.getString(6).equals(OwnerStatements.Found.LEFT.name()));
  }
}
