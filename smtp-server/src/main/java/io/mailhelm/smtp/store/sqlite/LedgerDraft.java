package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import io.mailhelm.smtp.store.QueueShares;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes to the ledger by the transaction under way, which count if it is committed. For the
 * writer only, so that a quota is decided by one thread and holds exactly.
 */
final class LedgerDraft {
  private static final MailboxUsage NOTHING = new MailboxUsage(0, 0);

  private final Ledger ledger;

  /** In this order they are written: an id that was given up may be another mailbox's after it. */
  private final Map<String, Ledger.Account> changed = new LinkedHashMap<>();

  /** Ids under which nothing is any more. */
  private final Set<String> removed = new HashSet<>();

  /** Those of them whose mailbox has another id now: its row stays. */
  private final Set<String> renamed = new HashSet<>();

  private final Map<String, Ledger.Waiting> waiting = new HashMap<>();
  private final Map<String, Long> keys = new HashMap<>();
  private final Backlog backlog;
  private final QueueDraft queue = new QueueDraft();
  private final OutcomeDraft outcomes = new OutcomeDraft();
  private final RecipientOutcomeDraft recipientOutcomes = new RecipientOutcomeDraft();
  private final CountedDraft counted = new CountedDraft();
  private long messages;
  private long lastEntry;

  LedgerDraft(Ledger ledger, Backlog backlog) {
    this.ledger = ledger;
    this.backlog = backlog;
    this.messages = ledger.totals().messages();
    this.lastEntry = ledger.totals().lastEntry();
  }

  /** Whether so much more stays within a quota. */
  boolean hasRoom(String mailboxId, Quota quota, MailboxUsage more) {
    return hasRoom(usage(mailboxId), quota, more);
  }

  /** What is stored for a mailbox. */
  MailboxUsage usage(String mailboxId) {
    var account = changed.get(mailboxId);
    return account != null ? account.usage() : visible(mailboxId);
  }

  /** Whether anything ever came to the mailbox. */
  boolean isThere(String mailboxId) {
    return changed.containsKey(mailboxId)
        || !removed.contains(mailboxId) && ledger.isThere(mailboxId);
  }

  /** Whether nothing has the id, nor had it when the transaction began. */
  boolean isFree(String mailboxId) {
    return !changed.containsKey(mailboxId) && !ledger.isThere(mailboxId);
  }

  /**
   * Gives a mailbox that exists another id.
   *
   * @param into a free one
   */
  void rename(String mailboxId, String into) {
    var account = changed.remove(mailboxId);
    changed.put(into, account != null ? account : ledger.account(mailboxId));
    removed.add(mailboxId);
    renamed.add(mailboxId);
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
      var isRemoved = removed.remove(mailboxId);
      // The number of one that was renamed is another's now.
      account = renamed.remove(mailboxId) ? ledger.fresh() : ledger.account(mailboxId);
      if (isRemoved) {
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

  /** What of a mailbox's mail waits for other servers. */
  Ledger.Waiting waiting(String mailboxId) {
    var draft = waiting.get(mailboxId);
    return draft != null ? draft : ledger.waiting(mailboxId);
  }

  /** Deliveries begin to wait; or do no longer, where the numbers are negative. */
  void waits(String mailboxId, long octets, long deliveries) {
    waiting.put(mailboxId, waiting(mailboxId).plus(octets, deliveries));
  }

  /**
   * How many deliveries are not final, of whom.
   *
   * @param mailboxId of a user's mailbox; empty: what nobody logged in for
   */
  QueueShares.Waiting waiting(String domain, Optional<String> mailboxId) {
    var before = backlog.waiting(domain);
    var draft = queue.waiting(domain);
    long ofUser =
        mailboxId
            .map(id -> waiting(id).deliveries())
            .orElse(before.withoutLogin() + draft.withoutLogin());
    return new QueueShares.Waiting(
        before.all() + queue.waiting(), before.ofDomain() + draft.ofDomain(), ofUser);
  }

  /** Octets of the keys of requests that are kept for an owner. */
  long keys(String owner) {
    return keys.getOrDefault(owner, ledger.keys(owner));
  }

  /** So many more octets of keys are kept for an owner; fewer where it is negative. */
  void keepsKeys(String owner, long octets) {
    keys.put(owner, Math.max(0, keys(owner) + octets));
  }

  QueueDraft queue() {
    return queue;
  }

  OutcomeDraft outcomes() {
    return outcomes;
  }

  RecipientOutcomeDraft recipientOutcomes() {
    return recipientOutcomes;
  }

  CountedDraft counted() {
    return counted;
  }

  void messagesRemoved(int count) {
    messages -= count;
  }

  /** The mailbox's row goes, unless something arrived meanwhile. Returns whether it went. */
  boolean removeIfEmpty(String mailboxId) {
    if (usage(mailboxId).messages() > 0) {
      return false;
    }
    changed.remove(mailboxId);
    removed.add(mailboxId);
    waiting.put(mailboxId, Ledger.Waiting.NONE);
    return true;
  }

  /** Writes the rows. */
  void save(Statements statements) throws SQLException {
    for (var mailboxId : removed) {
      if (!renamed.contains(mailboxId)) {
        statements.removeMailbox(mailboxId);
      }
    }
    for (var change : changed.entrySet()) {
      statements.saveMailbox(change.getKey(), change.getValue());
    }
    for (var each : waiting.entrySet()) {
      statements.records().saveWaiting(each.getKey(), each.getValue());
    }
    var totals = new Ledger.Totals(messages, lastEntry);
    if (!totals.equals(ledger.totals())) {
      statements.saveTotals(totals);
    }
    outcomes.save(statements);
    recipientOutcomes.save(statements.policies());
    counted.save(statements.counted());
  }

  /** To be called once the transaction is durable, and not before. */
  void publish() {
    ledger.publish(changed, removed, waiting, keys, new Ledger.Totals(messages, lastEntry));
    if (!queue.changes().isEmpty()) {
      backlog.publish(queue);
    }
  }
}
