package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.CountedRecipients;
import io.mailhelm.smtp.store.CountedRecipients.Key;
import io.mailhelm.smtp.store.CountedRecipients.Subject;
import io.mailhelm.smtp.store.RecipientCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the recipients that count against limits in the table {@code recipients_counted}. */
final class SqliteRecipientCounts implements RecipientCounts {
  private final Writer writer;
  private final ReaderThreads readers;

  SqliteRecipientCounts(Writer writer, ReaderThreads readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Optional<Instant> read(Consumer<CountedRecipients> reader) {
    return readers.ask(connection -> read(connection, reader));
  }

  private static Optional<Instant> read(Connection connection, Consumer<CountedRecipients> reader)
      throws SQLException {
    var latest = Optional.<Instant>empty();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT slot, subject, name, recipients, at FROM recipients_counted")) {
      while (row.next()) {
        var at = Instant.ofEpochMilli(row.getLong(5));
        if (latest.filter(at::isBefore).isEmpty()) {
          latest = Optional.of(at);
        }
        reader.accept(
            new CountedRecipients(
                new Key(Subject.valueOf(row.getString(2)), row.getString(3)),
                Instant.ofEpochMilli(row.getLong(1)),
                row.getLong(4)));
      }
    }
    return latest;
  }

  @Override
  public void rebase(Duration by) {
    writer.change(
        "move counts of recipients with the clock",
        (statements, _) -> {
          statements.counted().rebase(by.toMillis());
          return true;
        });
  }
}
