package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.Suppression;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change: writes the outcomes of attempts, with the reports to the senders. A delivery that is
 * final or purged by now stays as it is.
 */
record SettleDeliveries(
    Backlog backlog,
    List<Settlement> settlements,
    List<InsertMessage> reports,
    List<Suppression> suppressions)
    implements WriterTask<SettleDeliveries.Settled> {
  /** What a settlement writes besides its texts, about. */
  private static final int ROW_OCTETS = 512;

  /** Of what is not there any more, and waits in no lane. */
  private static final LanePart NOWHERE = new LanePart("", new Originator("", ""));

  /**
   * The result.
   *
   * @param reported whether the reports are there
   */
  record Settled(FreedMessages freed, boolean reported) {}

  long octets() {
    return (long) ROW_OCTETS * (settlements.size() + suppressions.size())
        + settlements.stream().mapToLong(each -> octets(each.attempt())).sum()
        + reports.stream().mapToLong(InsertMessage::octets).sum();
  }

  private static long octets(Attempt attempt) {
    return TextOctets.of(attempt.text(), attempt.host(), attempt.address(), attempt.tls());
  }

  @Override
  public Settled apply(Statements statements, LedgerDraft draft) throws SQLException {
    var done = new LinkedHashMap<Long, Integer>();
    boolean any = settlements.isEmpty();
    for (var settlement : settlements) {
      any |= settle(settlement, statements, draft, done);
    }
    // Settled before, by a commit that failed once it was durable: its reports are there too.
    for (var report : any ? reports : List.<InsertMessage>of()) {
      require(report.apply(statements, draft));
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
    return new Settled(freed, any);
  }

  /** Nothing is settled when a report has nowhere to go: who settles again makes it afresh. */
  private static void require(CommitResult result) throws MailboxGoneException {
    switch (result) {
      case CommitResult.Stored _ -> {}
      case CommitResult.MailboxGone(var addresses) -> throw new MailboxGoneException(addresses);
      case CommitResult other ->
          throw new IllegalArgumentException("a report on mail of ours became " + other);
    }
  }

  /** Returns whether it was there to be settled. */
  private boolean settle(
      Settlement settlement,
      Statements statements,
      LedgerDraft draft,
      Map<Long, Integer> done)
      throws SQLException {
    var id = settlement.id().value();
    var found = statements.deliveries().find(id).filter(row -> !row.state().isFinal());
    if (found.isEmpty()) {
      draft.queue().change(QueueDraft.Kind.SETTLED, id, NOWHERE, 0, false);
      return false;
    }
    var before = found.get();
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
    return true;
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
        before.held());
  }
}
