package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A change: reserves some deliveries of one message that have been held for long, so that nobody
 * else gets them. It gives their ids; none where there are none.
 */
final class ReserveHeld implements WriterTask<List<Long>> {
  /** How many are looked at first for one that is not leased; more only where all of them are. */
  private static final int CANDIDATES = 100;

  private final Backlog backlog;
  private final long before;
  private final List<Long> reserved = new ArrayList<>();

  /**
   * @param before held since then or longer, in milliseconds since 1970
   */
  ReserveHeld(Backlog backlog, long before) {
    this.backlog = backlog;
    this.before = before;
  }

  @Override
  public List<Long> apply(Statements statements, LedgerDraft draft) throws SQLException {
    release(); // of a transaction that failed
    for (int looked = CANDIDATES; ; looked *= 2) {
      var held = statements.held().heldSince(before, looked);
      var first = held.stream().filter(each -> !backlog.isLeased(each.id())).findFirst();
      if (first.isPresent()) {
        reserve(statements, first.get().message());
      }
      if (first.isPresent() || held.size() < looked) {
        return reserved;
      }
    }
  }

  private void reserve(Statements statements, long message) throws SQLException {
    for (var each : statements.held().heldWith(message, before, CANDIDATES)) {
      if (!backlog.isLeased(each.id())
          && backlog.reserve(this, each.id(), each.part(), each.due())) {
        reserved.add(each.id());
      }
    }
  }

  /** Puts back within reach what was taken. */
  void release() {
    backlog.release(this, reserved);
    reserved.clear();
  }
}
