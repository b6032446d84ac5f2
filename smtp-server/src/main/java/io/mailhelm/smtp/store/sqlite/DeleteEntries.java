package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;

/**
 * A change: deletes a bounded number of entries, and the messages whose last entries they were
 * unless a delivery needs them. Bounded, so that mail that arrives meanwhile does not wait for a
 * mailbox of a hundred thousand.
 */
record DeleteEntries(DeletionQuery doom) implements WriterTask<DeleteEntries.Deleted> {
  /** Entries in one transaction. */
  static final int AT_ONCE = 500;

  /** What went. */
  record Deleted(int entries, FreedMessages freed) {
    boolean all() {
      return entries < AT_ONCE;
    }
  }

  @Override
  public Deleted apply(Statements statements, LedgerDraft draft) throws SQLException {
    var entries = statements.doomed(doom, AT_ONCE);
    var freed = new FreedMessages();
    for (var entry : entries) {
      statements.deleteEntry(entry.id());
      statements.records().deleteReport(entry.id());
      draft.book(entry.mailboxId(), -entry.octets(), -1);
      statements.deleteUnneeded(entry.message(), freed);
    }
    draft.messagesRemoved(freed.messages());
    return new Deleted(entries.size(), freed);
  }
}
