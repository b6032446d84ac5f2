package io.mailhelm.smtp.store;

import java.time.Instant;
import java.util.Optional;

/** Queries that ask for one thing each. */
public final class Queries {
  private Queries() {}

  public static EntryQuery all() {
    return page(EntryQuery.MAX_LIMIT, Optional.empty());
  }

  public static EntryQuery page(int limit, Optional<EntryId> after) {
    return query(limit, after, "", "", "", "", Optional.empty(), false, Optional.empty());
  }

  public static EntryQuery mailbox(String id) {
    return all(id, "", "", "");
  }

  public static EntryQuery from(String text) {
    return all("", text, "", "");
  }

  public static EntryQuery to(String text) {
    return all("", "", text, "");
  }

  public static EntryQuery subject(String text) {
    return all("", "", "", text);
  }

  public static EntryQuery since(Instant at) {
    return query(1000, Optional.empty(), "", "", "", "", Optional.of(at), false, Optional.empty());
  }

  public static EntryQuery unread() {
    return query(1000, Optional.empty(), "", "", "", "", Optional.empty(), true, Optional.empty());
  }

  public static EntryQuery captured(boolean captured) {
    return query(
        1000, Optional.empty(), "", "", "", "", Optional.empty(), false, Optional.of(captured));
  }

  private static EntryQuery all(String mailbox, String from, String to, String subject) {
    return query(
        1000,
        Optional.empty(),
        mailbox,
        from,
        to,
        subject,
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static EntryQuery query(
      int limit,
      Optional<EntryId> after,
      String mailbox,
      String from,
      String to,
      String subject,
      Optional<Instant> since,
      boolean unread,
      Optional<Boolean> captured) {
    return new EntryQuery(
        limit,
        after,
        given(mailbox),
        given(from),
        given(to),
        given(subject),
        since,
        unread,
        captured,
        Optional.empty());
  }

  public static EntryQuery message(String id) {
    var none = Optional.<String>empty();
    return new EntryQuery(
        1000,
        Optional.empty(),
        none,
        none,
        none,
        none,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.of(id));
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
