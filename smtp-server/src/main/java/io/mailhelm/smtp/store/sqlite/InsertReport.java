package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStore.CommitResult;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A part of a change: puts a report into its mailbox or into the queue, in the first of its forms
 * that there is room for.
 *
 * @param whole the form that returns the message, where there is one
 * @param brief the form that does not
 */
record InsertReport(Optional<InsertMessage> whole, InsertMessage brief) {
  /**
   * What became of a report.
   *
   * @param form the one that was stored, or was refused last
   * @param returned whether it returns the message
   */
  record Inserted(CommitResult result, MessageRow form, boolean returned) {
    /** The id of what is stored. */
    Optional<String> stored() {
      return result instanceof CommitResult.Stored
          ? Optional.of(form.messageId())
          : Optional.empty();
    }
  }

  long octets() {
    return Math.max(whole.map(InsertMessage::octets).orElse(0L), brief.octets());
  }

  /**
   * Inserts it.
   *
   * @param mayReturn whether the message may be returned
   * @throws MailboxGoneException when its mailbox is not there: who settles again makes it afresh
   */
  Inserted apply(boolean mayReturn, Statements statements, LedgerDraft draft) throws SQLException {
    if (mayReturn && whole.isPresent()) {
      var form = whole.get();
      var result = apply(form, statements, draft);
      if (result instanceof CommitResult.Stored) {
        return new Inserted(result, form.row(), true);
      }
    }
    return new Inserted(apply(brief, statements, draft), brief.row(), false);
  }

  private static CommitResult apply(InsertMessage form, Statements statements, LedgerDraft draft)
      throws SQLException {
    var result = form.apply(statements, draft);
    return switch (result) {
      case CommitResult.Stored _,
          CommitResult.MailboxFull _,
          CommitResult.TooMuchWaiting _,
          CommitResult.QueueFull _ ->
          result;
      case CommitResult.MailboxGone(var addresses) -> throw new MailboxGoneException(addresses);
      case CommitResult.Repeated _,
          CommitResult.TooManyKeys _,
          CommitResult.NoSpace _,
          CommitResult.Failed _ ->
          throw new IllegalArgumentException("a report on mail of ours became " + result);
    };
  }
}
