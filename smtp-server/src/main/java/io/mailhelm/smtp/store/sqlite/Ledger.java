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
   * The one row of sums.
   *
   * @param messages each once
   * @param lastEntry the highest id ever given to an entry or a delivery
   */
  record Totals(long messages, long lastEntry) {}

  private final ConcurrentMap<String, Account> accounts;
  private final ConcurrentMap<String, Long> waiting;
  private volatile Totals totals;
  private long lastNumber;

  private Ledger(
      ConcurrentMap<String, Account> accounts,
      ConcurrentMap<String, Long> waiting,
      Totals totals,
      long lastNumber) {
    this.accounts = accounts;
    this.waiting = waiting;
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
      var waiting = new ConcurrentHashMap<String, Long>();
      try (var row = statement.executeQuery("SELECT mailbox, octets FROM waiting")) {
        while (row.next()) {
          waiting.put(row.getString(1), row.getLong(2));
        }
      }
      try (var row = statement.executeQuery("SELECT messages, last_entry FROM totals")) {
        row.next();
        return new Ledger(
            accounts, waiting, new Totals(row.getLong(1), row.getLong(2)), lastNumber);
      }
    }
  }

  MailboxUsage usage(String mailboxId) {
    var account = accounts.get(mailboxId);
    return account == null ? NOTHING : account.usage();
  }

  /** Octets of a mailbox's messages that wait for other servers, each message once. */
  long waiting(String mailboxId) {
    return waiting.getOrDefault(mailboxId, 0L);
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
      Map<String, Long> nowWaiting,
      Totals sums) {
    removed.forEach(accounts::remove);
    accounts.putAll(changed);
    nowWaiting.forEach((id, octets) -> waiting.compute(id, (_, _) -> octets > 0 ? octets : null));
    totals = sums;
  }
}
