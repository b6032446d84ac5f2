package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Mailbox;
import java.sql.SQLException;
import java.util.List;

/** A report on a delivery was addressed to a mailbox that has been deleted since. */
final class MailboxGoneException extends SQLException {
  private static final long serialVersionUID = 1L;

  MailboxGoneException(List<Mailbox> addresses) {
    super("the mailbox of %s, whom a report was for, is gone".formatted(addresses));
  }
}
