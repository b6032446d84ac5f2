package io.mailhelm.smtp.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A query for entries to delete.
 *
 * @param upTo none newer than this one: what arrives meanwhile stays
 */
record DeletionQuery(Optional<String> mailboxId, OptionalLong id, long upTo) {

  /** One more parameter than {@link #parameters}: the limit. */
  String sql() {
    return """
    SELECT e.id, e.message, b.id, e.booked
    FROM entry e JOIN mailbox b ON b.number = e.mailbox
    WHERE e.id <= ?%s%s ORDER BY e.id LIMIT ?"""
        .formatted(
            mailboxId.isPresent()
                ? " AND e.mailbox = (SELECT number FROM mailbox WHERE id = ?)"
                : "",
            id.isPresent() ? " AND e.id = ?" : "");
  }

  int parameters() {
    return 1 + (mailboxId.isPresent() ? 1 : 0) + (id.isPresent() ? 1 : 0);
  }

  void bind(PreparedStatement statement) throws SQLException {
    int next = 1;
    statement.setLong(next++, upTo);
    if (mailboxId.isPresent()) {
      statement.setString(next++, mailboxId.get());
    }
    if (id.isPresent()) {
      statement.setLong(next, id.getAsLong());
    }
  }
}
