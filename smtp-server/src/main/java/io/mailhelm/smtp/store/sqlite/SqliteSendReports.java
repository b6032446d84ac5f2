package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.StoreReads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps reports and hourly sums in the tables {@code report} and {@code outcome}. */
final class SqliteSendReports implements SendReports {
  private final Writer writer;
  private final ReaderThreads readers;
  private final StoreReads lists;

  /**
   * @param lists the server's own
   */
  SqliteSendReports(Writer writer, ReaderThreads readers, StoreReads lists) {
    this.writer = writer;
    this.readers = readers;
    this.lists = lists;
  }

  @Override
  public Optional<Pending> next(Optional<EntryId> after) {
    return readers.ask(connection -> next(connection, after));
  }

  private static Optional<Pending> next(Connection connection, Optional<EntryId> after)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT entry, about FROM report WHERE entry > ? ORDER BY entry LIMIT 1")) {
      statement.setLong(1, after.map(EntryId::value).orElse(Long.MIN_VALUE));
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Pending(new EntryId(row.getLong(1)), row.getString(2)))
            : Optional.empty();
      }
    }
  }

  @Override
  public void takeIn(List<Taken> reports) {
    writer.change(
        "take in reports",
        (statements, draft) -> {
          for (var each : reports) {
            takeIn(each, statements, draft);
          }
          return reports.size();
        });
  }

  private static void takeIn(Taken report, Statements statements, LedgerDraft draft)
      throws SQLException {
    if (!statements.records().deleteReport(report.report().entry().value())) {
      return; // twice taken in, it counts once
    }
    if (report.on().isPresent()) {
      statements.deliveries().countReport(report.on().get().value());
    }
    for (var each : report.said()) {
      if (statements.deliveries().markReported(each.delivery().value(), each.kind())) {
        draft
            .outcomes()
            .add(OutcomeDraft.Hour.of(each.domain(), each.policy(), each.at()), each.kind());
        each.counted()
            .ifPresent(
                outcome -> draft.recipientOutcomes().add(each.domain(), each.policy(), outcome));
      }
    }
    for (var each : report.suppressions()) {
      statements.records().suppress(each);
    }
  }

  @Override
  public int read(DeliveryId delivery) {
    return readers.ask(connection -> read(connection, delivery));
  }

  private static int read(Connection connection, DeliveryId delivery) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT reports FROM delivery WHERE id = ?")) {
      statement.setLong(1, delivery.value());
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  @Override
  public List<Counts> counts(Optional<String> policy, Instant since) {
    return lists.counts(policy, since);
  }

  static List<Counts> counts(
      Connection connection, Optional<String> policy, Instant since, Requester requester)
      throws SQLException {
    var sql =
        """
        SELECT domain, policy, hour, delivered, bounced, complained FROM outcome
        WHERE hour >= ?%s ORDER BY hour, domain, policy"""
            .formatted(policy.isPresent() ? " AND policy = ?" : "");
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, since.truncatedTo(ChronoUnit.HOURS).toEpochMilli());
      if (policy.isPresent()) {
        statement.setString(2, policy.get());
      }
      var found = new ArrayList<Counts>();
      var room = PageBudget.all(requester);
      try (var row = statement.executeQuery()) {
        // Domains and names of policies are short.
        while (row.next() && room.admits(1, 0)) {
          found.add(
              new Counts(
                  row.getString(1),
                  Optional.of(row.getString(2)).filter(name -> !name.isEmpty()),
                  Instant.ofEpochMilli(row.getLong(3)),
                  row.getLong(4),
                  row.getLong(5),
                  row.getLong(6)));
        }
      }
      return found;
    }
  }
}
