package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.sqlite.DeliveryStatements.Row;
import io.mailhelm.smtp.store.sqlite.QueueDraft.Kind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A change: holds, releases, retries or deletes some deliveries.
 *
 * @param now in milliseconds since 1970
 */
record ChangeDeliveries(Backlog backlog, Change change, List<Long> ids, long now)
    implements WriterTask<ChangeDeliveries.Changed> {
  /** Deliveries in one transaction. */
  static final int AT_ONCE = 500;

  /** What is done. */
  sealed interface Change {
    /** Holds what is queued, or held for another reason than by a person. */
    record Hold(HoldReason reason) implements Change {}

    /** Queues what is held by a person, or what is held for any other reason. */
    record Release(boolean byPeople) implements Change {}

    /** Queued: due now. */
    record Retry() implements Change {}

    /** Queued or held: cancelled. */
    record Delete() implements Change {}

    /** The change of an action by a person. */
    static Change of(Action action) {
      return switch (action) {
        case HOLD -> new Hold(HoldReason.MANUAL);
        case RELEASE -> new Release(true);
        case RETRY -> new Retry();
        case DELETE -> new Delete();
      };
    }
  }

  /**
   * What changed.
   *
   * @param parts of the lanes of what changed
   */
  record Changed(int deliveries, Set<LanePart> parts, FreedMessages freed) {}

  @Override
  public Changed apply(Statements statements, LedgerDraft draft) throws SQLException {
    var parts = new HashSet<LanePart>();
    var done = new HashMap<Long, Integer>();
    int changed = 0;
    for (var id : ids) {
      var found = statements.deliveries().find(id);
      if (found.isPresent() && change(found.get(), statements.deliveries(), draft.queue())) {
        changed++;
        parts.add(found.get().part());
        done.merge(found.get().message(), 1, Integer::sum);
      }
    }
    var freed = new FreedMessages();
    if (change instanceof Change.Delete) {
      for (var message : done.entrySet()) {
        statements.noLongerWaits(message.getKey(), message.getValue(), draft);
        statements.deleteUnneeded(message.getKey(), freed);
      }
      draft.messagesRemoved(freed.messages());
    }
    return new Changed(changed, parts, freed);
  }

  private boolean change(Row row, DeliveryStatements statements, QueueDraft queue)
      throws SQLException {
    if (!isPossible(row)) {
      return false;
    }
    count(row, queue, -1);
    switch (change) {
      case Change.Hold(var reason) -> {
        statements.hold(row.id(), reason, now);
        queue.change(Kind.ALTERED, row.id(), row.part(), row.due(), false);
        queue.countHeld(reason, 1);
      }
      case Change.Release _ -> queued(with(row, State.QUEUED, now), statements, queue);
      // What is overdue keeps its place.
      case Change.Retry _ ->
          queued(with(row, State.QUEUED, Math.min(now, row.due())), statements, queue);
      case Change.Delete _ -> {
        statements.update(with(row, State.CANCELLED, row.due()), now);
        queue.countWaiting(row.part().originator(), -1);
        queue.change(Kind.SETTLED, row.id(), row.part(), row.due(), false);
      }
    }
    return true;
  }

  private boolean isPossible(Row row) {
    var queued = row.state() == State.QUEUED;
    return switch (change) {
      case Change.Hold(var reason) ->
          queued
              || row.held()
                  .filter(held -> held != reason && !held.isReleasedByPeople())
                  .isPresent();
      case Change.Release(var byPeople) ->
          row.held().filter(held -> held.isReleasedByPeople() == byPeople).isPresent();
      case Change.Retry _ -> queued;
      // Taken out of reach before it is gone: nobody begins to send it meanwhile.
      case Change.Delete _ ->
          !row.state().isFinal() && backlog.reserve(this, row.id(), row.part(), row.due());
    };
  }

  private void queued(Row row, DeliveryStatements statements, QueueDraft queue)
      throws SQLException {
    statements.update(row, now);
    queue.change(Kind.ALTERED, row.id(), row.part(), row.due(), true);
    queue.countQueued(1);
    queue.hurry(row.id());
  }

  private static void count(Row row, QueueDraft queue, int more) {
    row.held()
        .ifPresentOrElse(reason -> queue.countHeld(reason, more), () -> queue.countQueued(more));
  }

  private static Row with(Row row, State state, long due) {
    return new Row(
        row.id(),
        row.message(),
        row.part(),
        state,
        due,
        row.attempts(),
        row.warned(),
        row.policy(),
        row.held(),
        row.passesWarmUp());
  }
}
