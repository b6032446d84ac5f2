package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts a message into every mailbox it goes to, or into none when one of them is full. */
record InsertMessage(MessageRow row) implements Work<CommitResult> {
  /** What a transaction writes for a message besides its contents, about. */
  private static final int ROW_OCTETS = 512;

  long octets() {
    return row.content().length + ROW_OCTETS;
  }

  @Override
  public CommitResult apply(Statements statements, Draft draft) throws SQLException {
    var full = full(draft);
    if (!full.isEmpty()) {
      return new CommitResult.MailboxFull(full);
    }
    var copies = row.copies();
    var first = draft.takeEntries(copies.size());
    statements.insertMessage(first, row, copies.size());
    for (int i = 0; i < copies.size(); i++) {
      var copy = copies.get(i);
      var mailbox = draft.book(copy.target().mailboxId(), row.size(), 1);
      statements.insertEntry(first + i, first, mailbox, copy);
    }
    return new CommitResult.Stored();
  }

  private List<Mailbox> full(Draft draft) {
    var copies = row.copies();
    if (copies.size() == 1) {
      var target = copies.getFirst().target();
      return hasRoom(draft, target, 1) ? List.of() : List.of(target.address());
    }
    // A mailbox may be named twice, and must then have room for both.
    Map<String, Integer> entries = new HashMap<>();
    copies.forEach(copy -> entries.merge(copy.target().mailboxId(), 1, Integer::sum));
    var full = new ArrayList<Mailbox>();
    for (var copy : copies) {
      if (!hasRoom(draft, copy.target(), entries.get(copy.target().mailboxId()))) {
        full.add(copy.target().address());
      }
    }
    return full;
  }

  private boolean hasRoom(Draft draft, Target target, int copies) {
    return draft.hasRoom(target.mailboxId(), target.quota(), row.size(), copies);
  }
}
