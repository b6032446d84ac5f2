package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.DeliveryQuery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A query's conditions as SQL, on {@code delivery d} and {@code outgoing o}. */
final class DeliveryFilter {
  private final StringBuilder where = new StringBuilder("1");
  private final List<Object> values = new ArrayList<>();

  private boolean ofMailbox;

  private DeliveryFilter() {}

  static DeliveryFilter of(DeliveryQuery query) {
    var filter = new DeliveryFilter();
    if (!query.states().isEmpty()) {
      var marks = String.join(", ", Collections.nCopies(query.states().size(), "?"));
      filter.where.append(" AND d.state IN (").append(marks).append(')');
      query.states().forEach(state -> filter.values.add(state.name()));
      if (query.states().stream().noneMatch(state -> state.isFinal())) {
        // True of each of them, and an index has few such rows.
        filter.where.append(" AND d.ended_at IS NULL");
      }
    }
    query.domain().ifPresent(domain -> filter.and("o.domain = ?", domain));
    query.destination().ifPresent(domain -> filter.and("d.destination = ?", domain));
    query.user().ifPresent(user -> filter.and("o.login = ?", user));
    // Reports on a user's mail wait in the user's share, and are nobody's sent mail.
    query.mailboxId().ifPresent(id -> filter.and("o.mailbox = ? AND o.login IS NOT NULL", id));
    filter.ofMailbox = query.mailboxId().isPresent();
    query.messageId().ifPresent(id -> filter.and("d.id IN " + DeliveryReader.OF_MESSAGE, id));
    query
        .recipient()
        .ifPresent(
            text ->
                filter.and(
                    "instr(coalesce(d.recipient_folded, lower(d.recipient)), ?)",
                    CaseFolding.fold(text)));
    query.queuedBefore().ifPresent(at -> filter.and("d.queued_at < ?", at.toEpochMilli()));
    return filter;
  }

  private void and(String condition, Object value) {
    where.append(" AND ").append(condition);
    values.add(value);
  }

  /** Whether only one mailbox's deliveries are asked for. */
  boolean isOfMailbox() {
    return ofMailbox;
  }

  String where() {
    return where.toString();
  }

  /** Binds the values, from the first parameter on. Returns the index of the one after them. */
  int bind(PreparedStatement statement) throws SQLException {
    int next = 1;
    for (var value : values) {
      statement.setObject(next++, value);
    }
    return next;
  }
}
