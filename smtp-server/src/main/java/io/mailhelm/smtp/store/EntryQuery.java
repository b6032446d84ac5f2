package io.mailhelm.smtp.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A query for entries. Every part that is empty matches all; text parts match any part of the
 * field, whatever the case.
 *
 * @param limit 1 to 1,000
 * @param after only entries older than this one
 * @param from in the From field or the reverse-path
 * @param to in the To or Cc field or an envelope recipient
 * @param messageId of one message, whole
 */
public record EntryQuery(
    int limit,
    Optional<EntryId> after,
    Optional<String> mailboxId,
    Optional<String> from,
    Optional<String> to,
    Optional<String> subject,
    Optional<Instant> since,
    boolean unreadOnly,
    Optional<Boolean> captured,
    Optional<String> messageId) {
  public static final int MAX_LIMIT = 1_000;

  public EntryQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
    }
  }
}
