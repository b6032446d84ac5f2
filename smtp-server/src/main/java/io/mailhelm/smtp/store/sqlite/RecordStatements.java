package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Idempotency;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppressions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The statements that write what is neither a message nor a delivery: reports, sums, suppressions,
 * the keys of requests, secrets. For the writer only.
 */
final class RecordStatements {
  /** A commit that remembers a key forgets up to this many that are too old: they never pile up. */
  private static final int FORGOTTEN_AT_ONCE = 4;

  /** By an index: most of those that are there are not old enough, and there may be many. */
  static final String FORGET_BOUNCED =
      """
      DELETE FROM suppression WHERE (domain, address) IN (
        SELECT domain, address FROM suppression
        WHERE reason = 'HARD_BOUNCE' AND since < ? LIMIT ?)""";

  /** What a key takes with its row and its place in an index, about. */
  private static final String KEY_OCTETS =
      "256 + length(owner) + length(name) + length(fingerprint) + length(message_id)";

  /** What the keys of each owner take. */
  static final String KEYS_BY_OWNER =
      "SELECT owner, sum(%s) FROM idempotency GROUP BY owner".formatted(KEY_OCTETS);

  private final PreparedStatement seen;
  private final PreparedStatement forget;
  private final PreparedStatement forgetKeysOf;
  private final PreparedStatement moveKeys;
  private final PreparedStatement forgetBounced;
  private final PreparedStatement forgetOutcomes;
  private final PreparedStatement saveWaiting;
  private final PreparedStatement removeWaiting;
  private final PreparedStatement remember;
  private final PreparedStatement keysOf;
  private final PreparedStatement insertReport;
  private final PreparedStatement deleteReport;
  private final PreparedStatement addOutcomes;
  private final PreparedStatement suppress;
  private final PreparedStatement allow;
  private final PreparedStatement relayed;
  private final PreparedStatement noteRelayed;
  private final PreparedStatement forgetRelayed;
  private final PreparedStatement forgetRelayedOf;
  private final PreparedStatement secret;
  private final PreparedStatement insertSecret;

  RecordStatements(Connection connection) throws SQLException {
    seen =
        connection.prepareStatement(
            """
            SELECT message_id, fingerprint FROM idempotency
            WHERE owner = ? AND name = ? AND at > ?""");
    forget =
        connection.prepareStatement(
            """
            DELETE FROM idempotency WHERE (owner, name) IN (
              SELECT owner, name FROM idempotency WHERE at <= ? ORDER BY at LIMIT ?)
            RETURNING owner, %s"""
                .formatted(KEY_OCTETS));
    forgetKeysOf = connection.prepareStatement("DELETE FROM idempotency WHERE owner = ?");
    moveKeys =
        connection.prepareStatement(
            """
            UPDATE OR REPLACE idempotency SET owner = ?1 WHERE (owner, name) IN (
              SELECT owner, name FROM idempotency WHERE owner = ?2 LIMIT ?3)""");
    forgetBounced = connection.prepareStatement(FORGET_BOUNCED);
    forgetOutcomes =
        connection.prepareStatement(
            """
            DELETE FROM outcome WHERE (hour, domain, policy) IN (
              SELECT hour, domain, policy FROM outcome WHERE hour < ? ORDER BY hour LIMIT ?)""");
    saveWaiting =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO waiting (mailbox, octets, deliveries) VALUES (?, ?, ?)");
    removeWaiting = connection.prepareStatement("DELETE FROM waiting WHERE mailbox = ?");
    remember =
        connection.prepareStatement(
            """
            INSERT OR REPLACE INTO idempotency (owner, name, fingerprint, message_id, at)
            VALUES (?, ?, ?, ?, ?) RETURNING owner, %s"""
                .formatted(KEY_OCTETS));
    keysOf =
        connection.prepareStatement(
            "SELECT coalesce(sum(%s), 0) FROM idempotency WHERE owner = ?".formatted(KEY_OCTETS));
    insertReport =
        connection.prepareStatement(
            """
            INSERT INTO report (entry, about) SELECT ?1, ?2
            WHERE (SELECT count(*) FROM report) < ?3
              AND (SELECT count(*) FROM report WHERE about = ?2) < ?4\
            """);
    deleteReport = connection.prepareStatement("DELETE FROM report WHERE entry = ?");
    addOutcomes =
        connection.prepareStatement(
            """
            INSERT INTO outcome (hour, domain, policy, delivered, bounced, complained)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (hour, domain, policy) DO UPDATE
            SET delivered = delivered + excluded.delivered, bounced = bounced + excluded.bounced,
              complained = complained + excluded.complained""");
    suppress =
        connection.prepareStatement(
            """
            INSERT OR IGNORE INTO suppression (domain, address, reason, detail, since)
            VALUES (?, ?, ?, ?, ?)""");
    allow = connection.prepareStatement("DELETE FROM suppression WHERE domain = ? AND address = ?");
    relayed =
        connection.prepareStatement(
            "SELECT at FROM relayed_bounce WHERE domain = ? AND address = ?");
    noteRelayed =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO relayed_bounce (domain, address, at) VALUES (?, ?, ?)");
    forgetRelayed = connection.prepareStatement("DELETE FROM relayed_bounce WHERE at < ?");
    forgetRelayedOf =
        connection.prepareStatement("DELETE FROM relayed_bounce WHERE domain = ? AND address = ?");
    secret = connection.prepareStatement("SELECT octets FROM secret WHERE name = ?");
    insertSecret = connection.prepareStatement("INSERT INTO secret (name, octets) VALUES (?, ?)");
  }

  /** What a key was used for. */
  record Seen(String messageId, String fingerprint) {}

  /** What the key was used for since then. */
  Optional<Seen> seen(Idempotency key, long since) throws SQLException {
    seen.setString(1, key.owner());
    seen.setString(2, key.key());
    seen.setLong(3, since);
    try (var row = seen.executeQuery()) {
      return row.next()
          ? Optional.of(new Seen(row.getString(1), row.getString(2)))
          : Optional.empty();
    }
  }

  /**
   * Remembers a key.
   *
   * @param since what was remembered before then is over
   */
  void remember(Idempotency key, String messageId, long now, long since, LedgerDraft draft)
      throws SQLException {
    forgetKeys(since, FORGOTTEN_AT_ONCE, draft);
    remember.setString(1, key.owner());
    remember.setString(2, key.key());
    remember.setString(3, key.fingerprint());
    remember.setString(4, messageId);
    remember.setLong(5, now);
    count(remember, 1, draft);
  }

  /** Forgets at most {@code limit} keys from before then. Returns how many. */
  int forgetKeys(long before, int limit, LedgerDraft draft) throws SQLException {
    forget.setLong(1, before);
    forget.setInt(2, limit);
    return count(forget, -1, draft);
  }

  /** Counts the keys that a statement wrote or removed for their owners. Returns how many. */
  private static int count(PreparedStatement statement, int factor, LedgerDraft draft)
      throws SQLException {
    int keys = 0;
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        draft.keepsKeys(row.getString(1), factor * row.getLong(2));
        keys++;
      }
    }
    return keys;
  }

  /** Counts an owner's keys anew: some were moved, and may have replaced others. */
  void countKeys(String owner, LedgerDraft draft) throws SQLException {
    keysOf.setString(1, owner);
    try (var row = keysOf.executeQuery()) {
      row.next();
      draft.keepsKeys(owner, row.getLong(1) - draft.keys(owner));
    }
  }

  /** Forgets at most {@code limit} addresses that bounced before then. Returns how many. */
  int forgetBounced(long before, int limit) throws SQLException {
    return forget(forgetBounced, before, limit);
  }

  /** Forgets at most {@code limit} sums of hours before then. Returns how many. */
  int forgetOutcomes(long before, int limit) throws SQLException {
    return forget(forgetOutcomes, before, limit);
  }

  private static int forget(PreparedStatement statement, long before, int limit)
      throws SQLException {
    statement.setLong(1, before);
    statement.setInt(2, limit);
    return statement.executeUpdate();
  }

  /** Forgets every key of an owner. */
  void forgetKeysOf(String owner) throws SQLException {
    forgetKeysOf.setString(1, owner);
    forgetKeysOf.executeUpdate();
  }

  /** Gives at most {@code limit} keys of an owner to another. Returns how many. */
  int moveKeys(String owner, String into, int limit) throws SQLException {
    moveKeys.setString(1, into);
    moveKeys.setString(2, owner);
    moveKeys.setInt(3, limit);
    return moveKeys.executeUpdate();
  }

  /** Writes how much of a mailbox's mail waits; nothing is no row. */
  void saveWaiting(String mailboxId, Ledger.Waiting waiting) throws SQLException {
    var isAny = !waiting.equals(Ledger.Waiting.NONE);
    var s = isAny ? saveWaiting : removeWaiting;
    s.setString(1, mailboxId);
    if (isAny) {
      s.setLong(2, waiting.octets());
      s.setLong(3, waiting.deliveries());
    }
    s.executeUpdate();
  }

  /** Has a report read, unless too many wait for that. */
  void insertReport(long entry, String about) throws SQLException {
    insertReport.setLong(1, entry);
    insertReport.setString(2, about);
    insertReport.setInt(3, SendReports.MAX_UNREAD);
    insertReport.setInt(4, SendReports.MAX_UNREAD_ON_ONE);
    insertReport.executeUpdate();
  }

  /** Returns whether it waited. */
  boolean deleteReport(long entry) throws SQLException {
    deleteReport.setLong(1, entry);
    return deleteReport.executeUpdate() == 1;
  }

  void addOutcomes(OutcomeDraft.Hour hour, OutcomeDraft.Sums sums) throws SQLException {
    addOutcomes.setLong(1, hour.hour());
    addOutcomes.setString(2, hour.domain());
    addOutcomes.setString(3, hour.policy().orElse(""));
    addOutcomes.setLong(4, sums.delivered());
    addOutcomes.setLong(5, sums.bounced());
    addOutcomes.setLong(6, sums.complained());
    addOutcomes.executeUpdate();
  }

  /** An address that is there already stays as it is. */
  void suppress(Suppression suppression) throws SQLException {
    suppress.setString(1, suppression.domain());
    suppress.setString(2, suppression.address().canonical().toString());
    suppress.setString(3, suppression.reason().name());
    suppress.setString(4, suppression.detail());
    suppress.setLong(5, suppression.since().toEpochMilli());
    suppress.executeUpdate();
  }

  /** As {@link Suppressions#noteRelayed}. What is noted stays until it is forgotten. */
  boolean noteRelayed(Suppression said) throws SQLException {
    var address = said.address().canonical().toString();
    long now = said.since().toEpochMilli();
    relayed.setString(1, said.domain());
    relayed.setString(2, address);
    try (var row = relayed.executeQuery()) {
      if (row.next()) {
        long ago = now - row.getLong(1);
        if (ago >= 0 && ago <= Suppressions.CONFIRMED_WITHIN.toMillis()) {
          return ago >= Suppressions.CONFIRMED_AFTER.toMillis();
        }
      }
    }
    noteRelayed.setString(1, said.domain());
    noteRelayed.setString(2, address);
    noteRelayed.setLong(3, now);
    noteRelayed.executeUpdate();
    return false;
  }

  /** Returns how many. */
  int forgetRelayed(long before) throws SQLException {
    forgetRelayed.setLong(1, before);
    return forgetRelayed.executeUpdate();
  }

  boolean allow(String domain, String address) throws SQLException {
    forgetRelayedOf.setString(1, domain);
    forgetRelayedOf.setString(2, address);
    forgetRelayedOf.executeUpdate();
    allow.setString(1, domain);
    allow.setString(2, address);
    return allow.executeUpdate() == 1;
  }

  Optional<byte[]> secret(String name) throws SQLException {
    secret.setString(1, name);
    try (var row = secret.executeQuery()) {
      return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
    }
  }

  void insertSecret(String name, byte[] octets) throws SQLException {
    insertSecret.setString(1, name);
    insertSecret.setBytes(2, octets);
    insertSecret.executeUpdate();
  }
}
