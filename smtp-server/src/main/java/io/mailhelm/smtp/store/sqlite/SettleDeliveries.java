package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.Suppression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change: writes the outcomes of attempts, with the reports to the senders. A delivery that is
 * final or purged by now stays as it is. A message is returned to its sender once.
 */
record SettleDeliveries(
    Backlog backlog,
    List<Settlement> settlements,
    List<InsertReport> reports,
    List<Suppression> suppressions)
    implements WriterTask<SettleDeliveries.Settled> {
  /** What a settlement writes besides its texts, about. */
  private static final int ROW_OCTETS = 512;

  /** Of what is not there any more, and waits in no lane. */
  private static final LanePart NOWHERE = new LanePart("", new Originator("", ""));

  /**
   * The result.
   *
   * @param reports what became of each report
   * @param stored the ids of the messages that were stored for them
   */
  record Settled(FreedMessages freed, List<CommitResult> reports, Set<String> stored) {}

  long octets() {
    return (long) ROW_OCTETS * (settlements.size() + suppressions.size())
        + settlements.stream().mapToLong(each -> octets(each.attempt())).sum()
        + reports.stream().mapToLong(InsertReport::octets).sum();
  }

  private static long octets(Attempt attempt) {
    return TextOctets.of(attempt.text(), attempt.host(), attempt.address(), attempt.tls());
  }

  @Override
  public Settled apply(Statements statements, LedgerDraft draft) throws SQLException {
    var done = new LinkedHashMap<Long, Integer>();
    var messages = new LinkedHashSet<Long>();
    for (var settlement : settlements) {
      settle(settlement, statements, draft, messages, done);
    }
    var results = new ArrayList<CommitResult>();
    var stored = new HashSet<String>();
    for (var report : reports) {
      if (messages.isEmpty() && !settlements.isEmpty()) {
        // Settled before, by a commit that failed once it was durable: its reports are there too.
        results.add(new CommitResult.Stored());
      } else {
        var inserted = report.apply(mayReturn(messages, statements), statements, draft);
        if (inserted.returned()) {
          for (var message : messages) {
            statements.outgoing().markReturned(message);
          }
        }
        results.add(inserted.result());
        inserted.stored().ifPresent(stored::add);
      }
    }
    for (var suppression : suppressions) {
      statements.records().suppress(suppression);
    }
    var freed = new FreedMessages();
    for (var message : done.entrySet()) {
      statements.noLongerWaits(message.getKey(), message.getValue(), draft);
      statements.deleteUnneeded(message.getKey(), freed);
    }
    draft.messagesRemoved(freed.messages());
    return new Settled(freed, results, stored);
  }

  private static boolean mayReturn(Set<Long> messages, Statements statements) throws SQLException {
    for (var message : messages) {
      if (statements.outgoing().isReturned(message)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Settles one, if it is there.
   *
   * @param messages gets the message that was settled
   * @param done the same with how many of its deliveries are final now
   */
  private void settle(
      Settlement settlement,
      Statements statements,
      LedgerDraft draft,
      Set<Long> messages,
      Map<Long, Integer> done)
      throws SQLException {
    var id = settlement.id().value();
    var found = statements.deliveries().find(id).filter(row -> !row.state().isFinal());
    if (found.isEmpty()) {
      draft.queue().change(QueueDraft.Kind.SETTLED, id, NOWHERE, 0, false);
      return;
    }
    var before = found.get();
    messages.add(before.message());
    var after = after(before, settlement, draft);
    var attempt = settlement.attempt();
    statements.deliveries().update(after, attempt.at().plus(attempt.took()).toEpochMilli());
    statements.history().insertAttempt(id, after.attempts(), attempt);
    draft
        .outcomes()
        .add(
            OutcomeDraft.Hour.of(
                before.part().originator().domain(), before.policy(), attempt.at()),
            after.state());
    if (!before.passesWarmUp()) {
      settlement.warmUps().forEach(draft.outcomes()::add);
    }
    settlement
        .counted()
        .ifPresent(
            outcome ->
                draft
                    .recipientOutcomes()
                    .add(before.part().originator().domain(), before.policy(), outcome));
    var waiting = after.state() == State.QUEUED;
    draft.queue().change(QueueDraft.Kind.SETTLED, id, after.part(), after.due(), waiting);
    if (after.state().isFinal()) {
      before
          .held()
          .ifPresentOrElse(
              reason -> draft.queue().countHeld(reason, -1), () -> draft.queue().countQueued(-1));
      draft.queue().countWaiting(before.part().originator(), -1);
      done.merge(before.message(), 1, Integer::sum);
    }
  }

  private DeliveryStatements.Row after(
      DeliveryStatements.Row before, Settlement settlement, LedgerDraft draft) {
    // Held or hurried while it was being sent: that counts from its next attempt on.
    var state = settlement.state().isFinal() ? settlement.state() : before.state();
    var hurried = draft.queue().isHurried(before.id()) || backlog.isHurried(before.id());
    return new DeliveryStatements.Row(
        before.id(),
        before.message(),
        before.part(),
        state,
        hurried ? before.due() : settlement.due().toEpochMilli(),
        before.attempts() + 1,
        before.warned() || settlement.warned(),
        before.policy(),
        before.held(),
        before.passesWarmUp() || settlement.passesWarmUp());
  }
}
