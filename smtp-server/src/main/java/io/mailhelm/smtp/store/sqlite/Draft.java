package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ledger as it will be if the transaction under way is committed; thrown away if it is not. For
 * the writer only, so that a quota is decided by one thread and holds exactly.
 */
final class Draft {
  private static final MailboxUsage NOTHING = new MailboxUsage(0, 0);

  private final Ledger ledger;
  private final Map<String, Ledger.Account> changed = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final Map<String, Long> waiting = new HashMap<>();
  private final Backlog backlog;
  private final QueueDraft queue = new QueueDraft();
  private final OutcomeDraft outcomes = new OutcomeDraft();
  private long messages;
  private long lastEntry;

  Draft(Ledger ledger, Backlog backlog) {
    this.ledger = ledger;
    this.backlog = backlog;
    this.messages = ledger.totals().messages();
    this.lastEntry = ledger.totals().lastEntry();
  }

  /** Whether so much more stays within a quota. */
  boolean hasRoom(String mailboxId, Quota quota, MailboxUsage more) {
    var account = changed.get(mailboxId);
    var usage = account != null ? account.usage() : visible(mailboxId);
    return hasRoom(usage, quota, more);
  }

  static boolean hasRoom(MailboxUsage usage, Quota quota, MailboxUsage more) {
    return usage.octets() + more.octets() <= quota.storage()
        && usage.messages() + more.messages() <= quota.messages();
  }

  private MailboxUsage visible(String mailboxId) {
    return removed.contains(mailboxId) ? NOTHING : ledger.usage(mailboxId);
  }

  /**
   * Books entries to a mailbox, or from it.
   *
   * @return the mailbox's number
   */
  long book(String mailboxId, long octets, long entries) {
    var account = changed.get(mailboxId);
    if (account == null) {
      account = ledger.account(mailboxId);
      if (removed.remove(mailboxId)) {
        account = new Ledger.Account(account.number(), NOTHING);
      }
    }
    changed.put(mailboxId, account.plus(octets, entries));
    return account.number();
  }

  /**
   * Takes the ids of a new message's entries and deliveries, one or more of either. Returns the
   * first, which is the message's too.
   */
  long takeIds(int count) {
    messages++;
    var first = lastEntry + 1;
    lastEntry += count;
    return first;
  }

  /** Octets of a mailbox's messages that wait for other servers. */
  long waiting(String mailboxId) {
    return waiting.getOrDefault(mailboxId, ledger.waiting(mailboxId));
  }

  /** A message begins to wait; or does no longer, where {@code octets} are negative. */
  void waits(String mailboxId, long octets) {
    waiting.put(mailboxId, Math.max(0, waiting(mailboxId) + octets));
  }

  QueueDraft queue() {
    return queue;
  }

  OutcomeDraft outcomes() {
    return outcomes;
  }

  void messagesRemoved(int count) {
    messages -= count;
  }

  /** The mailbox's row goes, unless something arrived meanwhile. Returns whether it went. */
  boolean removeIfEmpty(String mailboxId) {
    var account = changed.get(mailboxId);
    var usage = account != null ? account.usage() : visible(mailboxId);
    if (usage.messages() > 0) {
      return false;
    }
    changed.remove(mailboxId);
    removed.add(mailboxId);
    waiting.put(mailboxId, 0L);
    return true;
  }

  /** Writes the rows. */
  void save(Statements statements) throws SQLException {
    for (var change : changed.entrySet()) {
      statements.saveMailbox(change.getKey(), change.getValue());
    }
    for (var mailboxId : removed) {
      statements.removeMailbox(mailboxId);
    }
    for (var each : waiting.entrySet()) {
      statements.records().saveWaiting(each.getKey(), each.getValue());
    }
    var totals = new Ledger.Totals(messages, lastEntry);
    if (!totals.equals(ledger.totals())) {
      statements.saveTotals(totals);
    }
    outcomes.save(statements.records());
  }

  /** To be called once the transaction is durable, and not before. */
  void publish() {
    ledger.publish(changed, removed, waiting, new Ledger.Totals(messages, lastEntry));
    if (!queue.changes().isEmpty()) {
      backlog.publish(queue);
    }
  }
}
