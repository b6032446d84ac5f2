package io.mailhelm.smtp.api.management;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.store.EntryQuery;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.LongFunction;

/** Parses query parameters; a malformed one is answered with 400 that says what is allowed. */
public final class QueryParameters {
  private static final int LAST_YEAR = 9999;

  private QueryParameters() {}

  public static int limit(Optional<String> written, int otherwise) {
    if (written.isEmpty()) {
      return otherwise;
    }
    var digits = written.get();
    if (digits.matches("\\d{1,4}")) {
      var limit = Integer.parseInt(digits);
      if (limit >= 1 && limit <= EntryQuery.MAX_LIMIT) {
        return limit;
      }
    }
    throw ApiException.badRequest("'limit' is a number from 1 to " + EntryQuery.MAX_LIMIT + ".");
  }

  /** The position that the page before ended at, by its id. */
  public static <T> Optional<T> after(Optional<String> written, LongFunction<T> id) {
    return written.map(text -> id(text, id).orElseThrow(QueryParameters::notNext));
  }

  /** What to say of a position that no page ended at. */
  public static ApiException notNext() {
    return ApiException.badRequest("'after' is the 'next' of the page before.");
  }

  /** An id, if this can be one. */
  public static <T> Optional<T> id(String written, LongFunction<T> id) {
    return written.matches("\\d{1,18}")
        ? Optional.of(id.apply(Long.parseLong(written)))
        : Optional.empty();
  }

  /** A domain; what cannot be one is 422. */
  public static DomainName domain(String written) {
    try {
      return DomainName.of(written);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable("domain", "'domain': " + e.getMessage() + ".");
    }
  }

  public static Optional<Boolean> flag(String name, Optional<String> written) {
    return written.map(
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw ApiException.badRequest("'" + name + "' is true or false.");
            });
  }

  /** A time with its offset, or a day, which begins at midnight UTC. */
  public static Optional<Instant> since(Optional<String> written) {
    return written.map(
        text -> {
          try {
            var time =
                text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text);
            // RFC 3339 §5.6; other years have no milliseconds that the store could compare with
            if (time.getYear() >= 0 && time.getYear() <= LAST_YEAR) {
              return time.toInstant();
            }
          } catch (DateTimeParseException _) {
            // said below
          }
          throw ApiException.badRequest(
              "'since' is a day (2026-11-23) or a time with its offset (2026-11-23T08:00:00Z; write"
                  + " a + as %2B), in the years 0000 to 9999.");
        });
  }
}
