package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A change: closes mailboxes, because no user has them any more. One that is empty, and whose user
 * sent nothing that is still known, is deleted.
 *
 * @param mailboxIds a bounded number of them
 * @param namespace of those of which none was known; empty: they have one
 */
record CloseMailboxes(List<String> mailboxIds, Optional<String> namespace, long now)
    implements WriterTask<Boolean> {
  @Override
  public Boolean apply(Statements statements, LedgerDraft draft) throws SQLException {
    for (var id : mailboxIds) {
      if (namespace.isPresent()) {
        statements.owners().name(id, namespace.get());
      }
      if (draft.usage(id).messages() == 0 && !statements.owners().hasSent(id)) {
        statements.owners().remove(id);
      } else {
        statements.owners().close(id, now);
      }
    }
    return true;
  }
}
