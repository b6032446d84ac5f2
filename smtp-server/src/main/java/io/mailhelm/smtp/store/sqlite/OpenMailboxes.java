package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.User;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A change: opens the mailboxes of users, and notes what each takes up from a closed one.
 *
 * @param users a bounded number of them
 * @param removed ids of mailboxes that are being removed: nobody takes them up
 */
record OpenMailboxes(List<User> users, Set<String> removed, Step step)
    implements WriterTask<Boolean> {
  /** What is done with them. */
  enum Step {
    /** They are written down, and one who was not known looks for what it takes up. */
    ALL,
    /** They are written down: an earlier version knew them. */
    WRITE_DOWN,
    /** Those it knew look for what there is, and take it up where they say so themselves. */
    LOOK
  }

  /** Returns whether anything is to be moved. */
  @Override
  public Boolean apply(Statements statements, LedgerDraft draft) throws SQLException {
    var moves = false;
    for (var user : users) {
      moves |= open(user, statements.owners(), draft);
    }
    return moves;
  }

  private boolean open(User user, OwnerStatements owners, LedgerDraft draft) throws SQLException {
    var owner = OwnerRow.of(user);
    var looks =
        switch (step) {
          case ALL -> user.adopt() == Adopt.Always || !owners.isThere(owner.mailboxId());
          case WRITE_DOWN -> false;
          case LOOK -> true;
        };
    if (step != Step.LOOK) {
      owners.save(owner);
    }
    if (!looks || owners.hasTaken(owner.mailboxId())) {
      return false;
    }
    var closed = owners.closedOf(owner, removed);
    if (closed.isEmpty()) {
      return false;
    }
    var takes =
        switch (user.adopt()) {
          case None -> false;
          case WhenNew -> step == Step.ALL;
          case Always -> true;
        };
    owners.saveFound(
        owner.mailboxId(),
        closed.get(),
        draft.usage(closed.get().mailboxId()),
        takes ? OwnerStatements.Found.MOVING : OwnerStatements.Found.LEFT);
    return takes;
  }
}
