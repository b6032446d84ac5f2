package io.mailhelm.smtp.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of the inbox.
 *
 * @param total how many match, on all pages
 * @param next the {@code after} of the following page; empty on the last
 */
public record EntryPage(List<MailboxEntry> entries, long total, Optional<EntryId> next) {
  public EntryPage {
    entries = List.copyOf(entries);
  }
}
