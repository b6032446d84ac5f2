package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.LanePart;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * A change: moves a bounded number of deliveries for a destination from one lane to another.
 *
 * @param all whether those that pass the warm-up are moved too
 */
record MoveDeliveries(String destination, String from, String to, boolean all)
    implements WriterTask<MoveDeliveries.Moved> {
  /** Deliveries in one transaction. */
  static final int AT_ONCE = 500;

  /**
   * What was moved.
   *
   * @param parts those of the lane it is gone from
   */
  record Moved(int deliveries, Set<LanePart> parts) {}

  @Override
  public Moved apply(Statements statements, LedgerDraft draft) throws SQLException {
    var moved = statements.deliveries().move(destination, from, to, all, AT_ONCE);
    var parts = new HashSet<LanePart>();
    for (var each : moved) {
      var part = new LanePart(to, each.originator());
      draft.queue().change(QueueDraft.Kind.ALTERED, each.id(), part, each.due(), true);
      parts.add(part.in(from));
    }
    return new Moved(moved.size(), parts);
  }
}
