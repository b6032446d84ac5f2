package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.sqlite.DeliveryStatements.Row;
import io.mailhelm.smtp.store.sqlite.QueueDraft.Kind;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds, releases, hurries or deletes some deliveries.
 *
 * @param now in milliseconds since 1970
 */
record ChangeDeliveries(Backlog backlog, Action action, List<Long> ids, long now)
    implements Work<ChangeDeliveries.Changed> {
  /** Deliveries in one transaction. */
  static final int AT_ONCE = 500;

  /**
   * What changed.
   *
   * @param lanes those of what changed
   */
  record Changed(int deliveries, Set<String> lanes, Freed freed) {}

  @Override
  public Changed apply(Statements statements, Draft draft) throws SQLException {
    var lanes = new HashSet<String>();
    var done = new HashSet<Long>();
    int changed = 0;
    for (var id : ids) {
      var found = statements.deliveries().find(id);
      if (found.isPresent() && change(found.get(), statements.deliveries(), draft)) {
        changed++;
        lanes.add(found.get().lane());
        done.add(found.get().message());
      }
    }
    var freed = new Freed();
    if (action == Action.DELETE) {
      for (var message : done) {
        statements.noLongerWaits(message, draft);
        statements.deleteUnneeded(message, freed);
      }
      draft.messagesRemoved(freed.messages());
    }
    return new Changed(changed, lanes, freed);
  }

  private boolean change(Row row, DeliveryStatements statements, Draft draft) throws SQLException {
    var queued = row.state() == State.QUEUED;
    var held = row.state() == State.HELD;
    var possible =
        switch (action) {
          case HOLD, RETRY -> queued;
          case RELEASE -> held;
          // Taken out of reach before it is gone: nobody begins to send it meanwhile.
          case DELETE -> (queued || held) && backlog.reserve(this, row.id(), row.lane(), row.due());
        };
    if (!possible) {
      return false;
    }
    var after =
        switch (action) {
          case HOLD -> with(row, State.HELD, row.due());
          case RELEASE -> with(row, State.QUEUED, now);
          // What is overdue keeps its place.
          case RETRY -> with(row, State.QUEUED, Math.min(now, row.due()));
          case DELETE -> with(row, State.CANCELLED, row.due());
        };
    statements.update(after, now);
    publish(row, after, draft.queue());
    return true;
  }

  private void publish(Row before, Row after, QueueDraft queue) {
    var waiting = after.state() == State.QUEUED;
    var kind = action == Action.DELETE ? Kind.SETTLED : Kind.ALTERED;
    queue.change(kind, after.id(), after.lane(), after.due(), waiting);
    queue.count(
        (waiting ? 1 : 0) - (before.state() == State.QUEUED ? 1 : 0),
        (after.state() == State.HELD ? 1 : 0) - (before.state() == State.HELD ? 1 : 0));
    if (waiting) {
      queue.hurry(after.id());
    }
  }

  private static Row with(Row row, State state, long due) {
    return new Row(
        row.id(),
        row.message(),
        row.lane(),
        state,
        due,
        row.attempts(),
        row.warned(),
        row.domain(),
        row.policy());
  }
}
