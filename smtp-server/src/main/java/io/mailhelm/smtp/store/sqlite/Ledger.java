package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Knows how much every mailbox holds, as it is on stable storage. Any thread may read; only the
 * writer changes it, by publishing a {@link LedgerDraft} once its transaction is durable.
 */
final class Ledger {
  private static final MailboxUsage NOTHING = new MailboxUsage(0, 0);

  /**
   * A mailbox's row.
   *
   * @param number stands for its id in other tables
   */
  record Account(long number, MailboxUsage usage) {
    Account plus(long octets, long messages) {
      return new Account(
          number, new MailboxUsage(usage.octets() + octets, usage.messages() + messages));
    }
  }

  /**
   * What of a mailbox's mail waits for other servers.
   *
   * @param octets of messages, each once, and of what is written for them
   * @param deliveries that are not final
   */
  record Waiting(long octets, long deliveries) {
    static final Waiting NONE = new Waiting(0, 0);

    Waiting plus(long moreOctets, long moreDeliveries) {
      return new Waiting(
          Math.max(0, octets + moreOctets), Math.max(0, deliveries + moreDeliveries));
    }
  }

  /**
   * The one row of sums.
   *
   * @param messages each once
   * @param lastEntry the highest id ever given to an entry or a delivery
   */
  record Totals(long messages, long lastEntry) {}

  private final ConcurrentMap<String, Account> accounts;
  private final ConcurrentMap<String, Waiting> waiting;
  private final ConcurrentMap<String, Long> keys;
  private volatile Totals totals;
  private long lastNumber;

  private Ledger(
      ConcurrentMap<String, Account> accounts,
      ConcurrentMap<String, Waiting> waiting,
      ConcurrentMap<String, Long> keys,
      Totals totals,
      long lastNumber) {
    this.accounts = accounts;
    this.waiting = waiting;
    this.keys = keys;
    this.totals = totals;
    this.lastNumber = lastNumber;
  }

  static Ledger load(Connection connection) throws SQLException {
    var accounts = new ConcurrentHashMap<String, Account>();
    var lastNumber = 0L;
    try (var statement = connection.createStatement()) {
      try (var row = statement.executeQuery("SELECT number, id, octets, messages FROM mailbox")) {
        while (row.next()) {
          var usage = new MailboxUsage(row.getLong(3), row.getLong(4));
          accounts.put(row.getString(2), new Account(row.getLong(1), usage));
          lastNumber = Math.max(lastNumber, row.getLong(1));
        }
      }
      var waiting = new ConcurrentHashMap<String, Waiting>();
      try (var row = statement.executeQuery("SELECT mailbox, octets, deliveries FROM waiting")) {
        while (row.next()) {
          waiting.put(row.getString(1), new Waiting(row.getLong(2), row.getLong(3)));
        }
      }
      var keys = new ConcurrentHashMap<String, Long>();
      try (var row = statement.executeQuery(RecordStatements.KEYS_BY_OWNER)) {
        while (row.next()) {
          keys.put(row.getString(1), row.getLong(2));
        }
      }
      try (var row = statement.executeQuery("SELECT messages, last_entry FROM totals")) {
        row.next();
        return new Ledger(
            accounts, waiting, keys, new Totals(row.getLong(1), row.getLong(2)), lastNumber);
      }
    }
  }

  MailboxUsage usage(String mailboxId) {
    var account = accounts.get(mailboxId);
    return account == null ? NOTHING : account.usage();
  }

  /** What of a mailbox's mail waits for other servers. */
  Waiting waiting(String mailboxId) {
    return waiting.getOrDefault(mailboxId, Waiting.NONE);
  }

  /** Octets of the keys of requests that are kept for an owner. */
  long keys(String owner) {
    return keys.getOrDefault(owner, 0L);
  }

  Totals totals() {
    return totals;
  }

  /** Whether a mailbox has an account. */
  boolean isThere(String mailboxId) {
    return accounts.containsKey(mailboxId);
  }

  /** The account of a mailbox, made up where it has none yet. For the writer only. */
  Account account(String mailboxId) {
    var account = accounts.get(mailboxId);
    return account == null ? fresh() : account;
  }

  /** An account that is no mailbox's yet. For the writer only. */
  Account fresh() {
    return new Account(++lastNumber, NOTHING);
  }

  /** Shows everyone what the writer has made durable. */
  void publish(
      Map<String, Account> changed,
      Iterable<String> removed,
      Map<String, Waiting> nowWaiting,
      Map<String, Long> keptKeys,
      Totals sums) {
    removed.forEach(accounts::remove);
    accounts.putAll(changed);
    nowWaiting.forEach(
        (id, now) -> waiting.compute(id, (_, _) -> now.equals(Waiting.NONE) ? null : now));
    keptKeys.forEach((owner, octets) -> keys.compute(owner, (_, _) -> octets > 0 ? octets : null));
    totals = sums;
  }
}
