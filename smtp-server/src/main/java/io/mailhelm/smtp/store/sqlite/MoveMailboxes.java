package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.sqlite.OwnerStatements.Move;
import java.sql.SQLException;
import java.util.List;

/**
 * A change: moves a bounded number of rows from mailboxes into others, whatever the quota: mail,
 * what the users sent and where reports go, the keys of their requests. Where the other mailbox
 * does not exist yet, the first only gets its id.
 */
record MoveMailboxes(List<Move> moves) implements WriterTask<MoveMailboxes.Moved> {
  /** Rows in one transaction, and mailboxes. */
  static final int AT_ONCE = 500;

  /**
   * What was moved.
   *
   * @param done how many mailboxes, from the first, have nothing left
   * @param any whether anything was
   */
  record Moved(int done, boolean any) {}

  @Override
  public Moved apply(Statements statements, LedgerDraft draft) throws SQLException {
    int room = AT_ONCE;
    int done = 0;
    var any = false;
    for (var move : moves) {
      int moved = move(move, room, statements, draft);
      any |= moved > 0;
      room -= moved + 1;
      if (room <= 0) {
        break; // there may be more of this one
      }
      done++;
    }
    return new Moved(done, any);
  }

  /** Returns how many rows; fewer than there is room for are all. */
  private static int move(Move move, int room, Statements statements, LedgerDraft draft)
      throws SQLException {
    int moved = mail(move, room, statements, draft);
    if (moved < room) {
      moved += sent(move, room - moved, statements, draft);
    }
    if (moved < room) {
      moved += statements.outgoing().moveReturns(move.from(), move.into(), room - moved);
    }
    if (moved < room) {
      int keys = statements.records().moveKeys(move.from(), move.into(), room - moved);
      if (keys > 0) {
        statements.records().countKeys(move.from(), draft);
        statements.records().countKeys(move.into(), draft);
      }
      moved += keys;
    }
    if (moved < room && draft.isThere(move.from())) {
      draft.removeIfEmpty(move.from());
    }
    if (moved < room) {
      var left = draft.waiting(move.from());
      if (!left.equals(Ledger.Waiting.NONE)) {
        draft.waits(move.from(), -left.octets(), -left.deliveries());
      }
    }
    return moved;
  }

  private static int mail(Move move, int room, Statements statements, LedgerDraft draft)
      throws SQLException {
    if (!draft.isThere(move.from())) {
      return 0;
    }
    if (draft.isFree(move.into())) {
      draft.rename(move.from(), move.into());
      return 1;
    }
    var entries = statements.entries(draft.book(move.from(), 0, 0), room);
    var into = draft.book(move.into(), 0, 0);
    for (var entry : entries) {
      statements.moveEntry(entry.id(), into);
      draft.book(move.from(), -entry.size(), -1);
      draft.book(move.into(), entry.size(), 1);
    }
    return entries.size();
  }

  private static int sent(Move move, int room, Statements statements, LedgerDraft draft)
      throws SQLException {
    var messages = statements.outgoing().of(move.from(), room);
    for (var message : messages) {
      statements.outgoing().move(message.id(), move.into());
      draft.waits(move.from(), -message.waiting(), -message.deliveries());
      draft.waits(move.into(), message.waiting(), message.deliveries());
    }
    return messages.size();
  }
}
