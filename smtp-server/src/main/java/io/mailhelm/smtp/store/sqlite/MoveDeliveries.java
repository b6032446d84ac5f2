package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;

/** Moves a bounded number of deliveries for a destination from one lane to another. */
record MoveDeliveries(String destination, String from, String to) implements Work<Integer> {
  /** Deliveries in one transaction. */
  static final int AT_ONCE = 500;

  /** Returns how many were moved. */
  @Override
  public Integer apply(Statements statements, Draft draft) throws SQLException {
    var moved = statements.deliveries().move(destination, from, to, AT_ONCE);
    for (var each : moved) {
      draft.queue().change(QueueDraft.Kind.ALTERED, each.id(), to, each.due(), true);
    }
    return moved.size();
  }
}
