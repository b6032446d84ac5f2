package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes a bounded number of entries, and the messages whose last entries they were. Bounded, so
 * that mail that arrives meanwhile does not wait for a mailbox of a hundred thousand.
 */
record DeleteEntries(Doom doom) implements Work<DeleteEntries.Deleted> {
  /** Entries in one transaction. */
  static final int AT_ONCE = 500;

  /**
   * What went.
   *
   * @param files that no row names any more, to be removed once this is durable
   * @param fileOctets of the messages they belonged to
   */
  record Deleted(int entries, List<String> files, long fileOctets) {
    boolean all() {
      return entries < AT_ONCE;
    }
  }

  @Override
  public Deleted apply(Statements statements, Draft draft) throws SQLException {
    var entries = statements.doomed(doom, AT_ONCE);
    var files = new ArrayList<String>();
    var fileOctets = 0L;
    for (var entry : entries) {
      statements.deleteEntry(entry.id());
      draft.book(entry.mailboxId(), -entry.size(), -1);
      if (statements.deleteMessageWithoutEntries(entry.message())) {
        draft.messageRemoved();
        if (entry.file().isPresent()) {
          files.add(entry.file().get());
          fileOctets += entry.size();
        }
      }
    }
    return new Deleted(entries.size(), files, fileOctets);
  }
}
