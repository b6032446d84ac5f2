package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What every mailbox holds, as it is on stable storage. Anyone may read; only the writer changes
 * it, by publishing a {@link Draft} once its transaction is durable.
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
  private volatile Totals totals;
  private long lastNumber;

  private Ledger(ConcurrentMap<String, Account> accounts, Totals totals, long lastNumber) {
    this.accounts = accounts;
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
      try (var row = statement.executeQuery("SELECT messages, last_entry FROM totals")) {
        row.next();
        return new Ledger(accounts, new Totals(row.getLong(1), row.getLong(2)), lastNumber);
      }
    }
  }

  MailboxUsage usage(String mailboxId) {
    var account = accounts.get(mailboxId);
    return account == null ? NOTHING : account.usage();
  }

  Totals totals() {
    return totals;
  }

  /** The account of a mailbox, made up where it has none yet. For the writer only. */
  Account account(String mailboxId) {
    var account = accounts.get(mailboxId);
    return account == null ? new Account(++lastNumber, NOTHING) : account;
  }

  /** Shows everyone what the writer has made durable. */
  void publish(Map<String, Account> changed, Iterable<String> removed, Totals sums) {
    accounts.putAll(changed);
    removed.forEach(accounts::remove);
    totals = sums;
  }
}
