package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Consignment;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.Hold;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryPage;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.Submitter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads deliveries and their attempts; on a reader's thread. */
final class DeliveryReader {
  private static final String TABLES = "FROM delivery d JOIN outgoing o ON o.message = d.message";

  /** When a delivery was queued last, and when one became final last: {@code at}. */
  static final String TIMES =
      """
      SELECT max(queued_at) AS at FROM delivery WHERE ended_at IS NULL
      UNION ALL SELECT max(ended_at) FROM delivery WHERE ended_at IS NOT NULL\
      """;

  /** Deliveries with what came of their latest attempts. */
  static final String DELIVERIES =
      """
      SELECT d.id, d.recipient, d.notify, d.orcpt, d.destination, d.lane, d.state, d.due,
        d.queued_at, d.attempts, d.warned, d.ended_at, o.message_id, o.login, o.domain, o.policy,
        o.reverse_path, o.subject, o.size, o.expires_at, o.ret, o.envid, o.requirements, o.first,
         o.copies, d.hold_reason, d.held_at, a.at, a.took, a.outcome, a.host, a.address, a.tls,
         a.code, a.enhanced, a.text, a.refuses_address, a.inferred,
         o.mailbox
      %s LEFT JOIN attempt a ON a.delivery = d.id AND a.number = d.attempts
      """
          .formatted(TABLES);

  private final Backlog backlog;

  DeliveryReader(Backlog backlog) {
    this.backlog = backlog;
  }

  DeliveryPage list(Connection connection, DeliveryQuery query) throws SQLException {
    var filter = DeliveryFilter.of(query);
    var found = page(connection, query, filter);
    // One more than was asked for tells whether there is another page.
    var more = found.size() > query.limit();
    var shown = more ? found.subList(0, query.limit()) : found;
    var next = more ? Optional.of(shown.getLast().id()) : Optional.<DeliveryId>empty();
    return new DeliveryPage(shown, total(connection, filter), next);
  }

  private List<Delivery> page(Connection connection, DeliveryQuery query, DeliveryFilter filter)
      throws SQLException {
    var sql = DELIVERIES + "WHERE " + filter.where() + " AND d.id < ? ORDER BY d.id DESC LIMIT ?";
    try (var statement = connection.prepareStatement(sql)) {
      var next = filter.bind(statement);
      statement.setLong(next, query.after().map(DeliveryId::value).orElse(Long.MAX_VALUE));
      statement.setInt(next + 1, query.limit() + 1);
      return deliveries(statement);
    }
  }

  private static long total(Connection connection, DeliveryFilter filter) throws SQLException {
    var sql = "SELECT count(*) " + TABLES + " WHERE " + filter.where();
    try (var statement = connection.prepareStatement(sql)) {
      filter.bind(statement);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  Optional<Delivery> find(Connection connection, DeliveryId id) throws SQLException {
    try (var statement = connection.prepareStatement(DELIVERIES + "WHERE d.id = ?")) {
      statement.setLong(1, id.value());
      return deliveries(statement).stream().findFirst();
    }
  }

  List<Delivery> ofMessage(Connection connection, String messageId) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            DELIVERIES + "WHERE d.id IN " + OF_MESSAGE + " ORDER BY d.id")) {
      statement.setString(1, messageId);
      return deliveries(statement);
    }
  }

  static int recipientsOf(Connection connection, String messageId) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT copies FROM outgoing WHERE message_id = ?")) {
      statement.setString(1, messageId);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /** The ids of a message's deliveries. */
  static final String OF_MESSAGE =
      """
      (SELECT m.id FROM outgoing p JOIN delivery m ON m.id BETWEEN p.first AND p.first + p.copies - 1
       WHERE p.message_id = ?)\
      """;

  private List<Delivery> deliveries(PreparedStatement statement) throws SQLException {
    var found = new ArrayList<Delivery>();
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        found.add(delivery(row, backlog.isLeased(row.getLong(1))));
      }
    }
    return found;
  }

  /** A row of {@link #DELIVERIES}. */
  static Delivery delivery(ResultSet row, boolean leased) throws SQLException {
    var state = Delivery.State.valueOf(row.getString(7));
    var endedAt = row.getLong(12);
    return new Delivery(
        new DeliveryId(row.getLong(1)),
        row.getString(13),
        submitter(row),
        row.getString(15),
        Optional.ofNullable(row.getString(16)),
        row.getString(17),
        row.getString(18),
        row.getLong(19),
        new Recipient(row.getString(2), row.getString(3), row.getString(4)),
        row.getString(5),
        row.getString(6),
        state,
        hold(row),
        leased && !state.isFinal(),
        Instant.ofEpochMilli(row.getLong(9)),
        Instant.ofEpochMilli(row.getLong(8)),
        Instant.ofEpochMilli(row.getLong(20)),
        row.getInt(10),
        row.getInt(10) == 0 ? Optional.empty() : Optional.of(attempt(row, 28)),
        row.getInt(11) == 1,
        state.isFinal() ? Optional.of(Instant.ofEpochMilli(endedAt)) : Optional.empty());
  }

  private static Optional<Submitter> submitter(ResultSet row) throws SQLException {
    var login = Optional.ofNullable(row.getString(14));
    var mailbox = Optional.ofNullable(row.getString("mailbox"));
    return login.map(address -> new Submitter(address, mailbox));
  }

  private static Optional<Hold> hold(ResultSet row) throws SQLException {
    var reason = row.getString(26);
    return reason == null
        ? Optional.empty()
        : Optional.of(new Hold(HoldReason.valueOf(reason), Instant.ofEpochMilli(row.getLong(27))));
  }

  /** What of a consignment its message says; the row is one of {@link #DELIVERIES}. */
  static Consignment consignment(ResultSet row, List<Delivery> deliveries) throws SQLException {
    return new Consignment(
        row.getString("message_id"),
        Instant.ofEpochMilli(row.getLong("queued_at")),
        new Dsn(row.getString("ret"), row.getString("envid")),
        OutgoingRow.requirements(row.getString("requirements")),
        deliveries);
  }

  /** Those of {@code ids}, all of one message, that are still held. */
  Optional<Consignment> held(Connection connection, List<Long> ids) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            DELIVERIES
                + "WHERE d.state = 'HELD' AND d.id IN (%s) ORDER BY d.id"
                    .formatted(String.join(", ", Collections.nCopies(ids.size(), "?"))))) {
      for (int i = 0; i < ids.size(); i++) {
        statement.setLong(i + 1, ids.get(i));
      }
      var deliveries = new ArrayList<Delivery>();
      var consignment = Optional.<Consignment>empty();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          deliveries.add(delivery(row, true));
          consignment = Optional.of(consignment(row, deliveries));
        }
      }
      return consignment;
    }
  }

  /** What is held and not for people to release, oldest first. */
  List<Delivery> heldByThemselves(Connection connection, Optional<DeliveryId> after, int limit)
      throws SQLException {
    var byPeople =
        Arrays.stream(HoldReason.values())
            .filter(HoldReason::isReleasedByPeople)
            .map(reason -> "'" + reason.name() + "'")
            .collect(Collectors.joining(", "));
    try (var statement =
        connection.prepareStatement(
            DELIVERIES
                + "WHERE d.state = 'HELD' AND d.hold_reason NOT IN (%s) AND d.id > ? ORDER BY d.id LIMIT ?"
                    .formatted(byPeople))) {
      statement.setLong(1, after.map(DeliveryId::value).orElse(0L));
      statement.setInt(2, limit);
      return deliveries(statement);
    }
  }

  List<Attempt> attempts(Connection connection, DeliveryId id) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT at, took, outcome, host, address, tls, code, enhanced, text, refuses_address,
              inferred
            FROM attempt WHERE delivery = ? ORDER BY number\
            """)) {
      statement.setLong(1, id.value());
      var found = new ArrayList<Attempt>();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          found.add(attempt(row, 1));
        }
      }
      return found;
    }
  }

  private static Attempt attempt(ResultSet row, int from) throws SQLException {
    return new Attempt(
        Instant.ofEpochMilli(row.getLong(from)),
        Duration.ofMillis(row.getLong(from + 1)),
        Attempt.Outcome.valueOf(row.getString(from + 2)),
        row.getString(from + 3),
        row.getString(from + 4),
        row.getString(from + 5),
        row.getInt(from + 6),
        row.getString(from + 7),
        row.getString(from + 8),
        row.getInt(from + 9) == 1,
        row.getInt(from + 10) == 1);
  }

  /**
   * The latest time that something happened to a delivery, by the clock as it is since a step of it
   * was last made up for: later than all that was there then, or of a delivery that came since.
   */
  static Optional<Instant> latest(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT max(at) FROM (
                  SELECT at FROM (%s) WHERE at > (SELECT until FROM clock_step)
                  UNION ALL SELECT queued_at FROM delivery
                  WHERE id = (SELECT max(id) FROM delivery)
                    AND id > (SELECT delivery FROM clock_step))\
                """
                    .formatted(TIMES))) {
      long latest = row.next() ? row.getLong(1) : 0;
      return latest == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(latest));
    }
  }

  /** When the oldest that is not final was queued. */
  static Optional<Instant> oldest(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT queued_at FROM delivery WHERE ended_at IS NULL
                ORDER BY queued_at LIMIT 1\
                """)) {
      return row.next() ? Optional.of(Instant.ofEpochMilli(row.getLong(1))) : Optional.empty();
    }
  }
}
