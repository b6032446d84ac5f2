package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.EntryQuery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A query's conditions as SQL. Text is found with {@code instr}, to which no character is special.
 */
final class EntryFilter {
  private final StringBuilder where = new StringBuilder("1");
  private final List<Object> values = new ArrayList<>();

  private boolean ofMessage;

  private EntryFilter() {}

  static EntryFilter of(EntryQuery query) {
    var filter = new EntryFilter();
    query
        .mailboxId()
        .ifPresent(id -> filter.and("e.mailbox = (SELECT number FROM mailbox WHERE id = ?)", id));
    query.from().ifPresent(text -> filter.andContains(text, "m.from_%s", "m.reverse_path"));
    query.to().ifPresent(text -> filter.andContains(text, "m.to_%s", "e.recipients"));
    query
        .subject()
        .ifPresent(text -> filter.and(contains("m.subject_folded", "m.subject"), fold(text)));
    query.since().ifPresent(at -> filter.and("m.received_at >= ?", at.toEpochMilli()));
    query.messageId().ifPresent(id -> filter.and("m.message_id = ?", id));
    filter.ofMessage =
        Stream.of(query.from(), query.to(), query.subject(), query.since(), query.messageId())
            .anyMatch(Optional::isPresent);
    query.captured().ifPresent(captured -> filter.and("e.captured = ?", captured ? 1 : 0));
    if (query.unreadOnly()) {
      filter.where.append(" AND e.seen = 0");
    }
    return filter;
  }

  private static String fold(String text) {
    return CaseFolding.fold(text);
  }

  private void and(String condition, Object value) {
    where.append(" AND ").append(condition);
    values.add(value);
  }

  /** In a header field, or in what the envelope says. */
  private void andContains(String text, String field, String address) {
    var inField = contains(field.formatted("folded"), field.formatted("field"));
    where.append(" AND (%s OR instr(lower(%s), ?))".formatted(inField, address));
    values.add(fold(text));
    values.add(fold(text));
  }

  private static String contains(String folded, String plain) {
    return "instr(coalesce(%s, lower(%s)), ?)".formatted(folded, plain);
  }

  /** Whether a condition is on {@code message m}. */
  boolean isOfMessage() {
    return ofMessage;
  }

  /** Conditions on {@code entry e} and {@code message m}. */
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
