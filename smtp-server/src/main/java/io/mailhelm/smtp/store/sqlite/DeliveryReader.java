package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.Hold;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryPage;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.Requester;
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

  /** The same, by the messages: a mailbox's are found in an index, and its deliveries by theirs. */
  private static final String TABLES_OF_MAILBOX =
      """
      FROM outgoing o CROSS JOIN delivery d
        ON d.id BETWEEN o.first AND o.first + o.copies - 1 AND d.message = o.message\
      """;

  /** When a delivery was queued last, and when one became final last: {@code at}. */
  static final String TIMES =
      """
      SELECT max(queued_at) AS at FROM delivery WHERE ended_at IS NULL
      UNION ALL SELECT max(ended_at) FROM delivery WHERE ended_at IS NOT NULL\
      """;

  private static final String LATEST =
      " LEFT JOIN attempt a ON a.delivery = d.id AND a.number = d.attempts\n";

  private static final String COLUMNS =
      """
      SELECT d.id, d.recipient, d.notify, d.orcpt, d.destination, d.lane, d.state, d.due,
        d.queued_at, d.attempts, d.warned, d.ended_at, o.message_id, o.login, o.domain, o.policy,
         o.reverse_path, o.subject, o.size, o.expires_at + d.later, o.ret, o.envid, o.requirements,
         o.first, o.copies, d.hold_reason, d.held_at, a.at, a.took, a.outcome, a.host, a.address,
         a.tls, a.code, a.enhanced, a.text, a.refuses_address, a.inferred,
         o.mailbox, d.passes_warm_up, o.returns_to\
      """;

  /** Deliveries with their latest attempts. */
  static final String DELIVERIES = COLUMNS + "\n" + TABLES + LATEST;

  /** Characters of an attempt's texts. */
  private static final String SAID = PageBudget.characters("a.host", "a.tls", "a.text");

  /** The same with {@code characters}: how many the texts have. */
  private static final String COUNTED =
      COLUMNS
          + ", %s + %s AS characters\n"
              .formatted(PageBudget.characters("o.reverse_path", "d.recipient", "o.subject"), SAID);

  private final Backlog backlog;

  DeliveryReader(Backlog backlog) {
    this.backlog = backlog;
  }

  DeliveryPage list(Connection connection, DeliveryQuery query, Requester requester)
      throws SQLException {
    var filter = DeliveryFilter.of(query);
    var found = new ArrayList<Delivery>();
    var next = Optional.<DeliveryId>empty();
    try (var statement = connection.prepareStatement(page(filter))) {
      // One more than was asked for tells whether there is another page.
      bind(statement, filter, query, query.limit() + 1);
      var room = PageBudget.page(requester, query.limit());
      try (var rows = statement.executeQuery()) {
        if (room.fill(found, rows, DeliveryReader::objects, this::delivery)) {
          next = Optional.of(found.getLast().id());
        }
      }
    }
    return new DeliveryPage(found, total(connection, filter), next);
  }

  /** A delivery is an object, and so is its latest attempt. */
  private static int objects(ResultSet row) throws SQLException {
    return row.getInt("attempts") == 0 ? 1 : 2;
  }

  /** The ids on a page. */
  static List<DeliveryId> ids(Connection connection, DeliveryQuery query) throws SQLException {
    var filter = DeliveryFilter.of(query);
    var found = new ArrayList<DeliveryId>();
    try (var statement = connection.prepareStatement(idsOnPage(filter))) {
      bind(statement, filter, query, query.limit());
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          found.add(new DeliveryId(row.getLong(1)));
        }
      }
    }
    return found;
  }

  private static void bind(
      PreparedStatement statement, DeliveryFilter filter, DeliveryQuery query, int limit)
      throws SQLException {
    var next = filter.bind(statement);
    var below = query.after().map(DeliveryId::value).orElse(Long.MAX_VALUE);
    statement.setLong(next++, below);
    statement.setLong(next++, below);
    statement.setInt(next, limit);
  }

  /** A page, with the parameters of the filter, then twice the id to begin below, then a limit. */
  static String page(DeliveryFilter filter) {
    return COUNTED + tables(filter) + LATEST + last(filter);
  }

  /** Their ids, with the same parameters. */
  static String idsOnPage(DeliveryFilter filter) {
    return "SELECT d.id " + tables(filter) + " " + last(filter);
  }

  private static String tables(DeliveryFilter filter) {
    return filter.isOfMailbox() ? TABLES_OF_MAILBOX : TABLES;
  }

  /**
   * The ids of a message's deliveries are not below its own, and above those of all messages before
   * it: the newest message has the newest deliveries.
   */
  private static String last(DeliveryFilter filter) {
    return "WHERE "
        + filter.where()
        + (filter.isOfMailbox()
            ? " AND o.message < ? AND d.id < ? ORDER BY o.message DESC, d.id DESC LIMIT ?"
            : " AND d.id < ? AND d.id < ? ORDER BY d.id DESC LIMIT ?");
  }

  /** How many there are on all pages, with the parameters of the filter. */
  static String total(DeliveryFilter filter) {
    return "SELECT count(*) " + tables(filter) + " WHERE " + filter.where();
  }

  private static long total(Connection connection, DeliveryFilter filter) throws SQLException {
    try (var statement = connection.prepareStatement(total(filter))) {
      filter.bind(statement);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  Optional<Delivery> find(Connection connection, DeliveryId id, Requester requester)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(COUNTED + TABLES + LATEST + "WHERE d.id = ?")) {
      statement.setLong(1, id.value());
      return deliveries(statement, requester).stream().findFirst();
    }
  }

  List<Delivery> ofMessage(Connection connection, String messageId, Requester requester)
      throws SQLException {
    try (var statement = connection.prepareStatement(BY_MESSAGE)) {
      statement.setString(1, messageId);
      return deliveries(statement, requester);
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

  /** What became of a message; its parameter is the message's id. */
  static final String BY_MESSAGE =
      COUNTED + TABLES + LATEST + "WHERE d.id IN " + OF_MESSAGE + " ORDER BY d.id";

  /** The attempts of a delivery, with {@code characters}; its parameter is the delivery's id. */
  static final String ATTEMPTS =
      """
      SELECT at, took, outcome, host, address, tls, code, enhanced, text, refuses_address,
        inferred, %s AS characters
      FROM attempt a WHERE delivery = ? ORDER BY number\
      """
          .formatted(SAID);

  private List<Delivery> deliveries(PreparedStatement statement, Requester requester)
      throws SQLException {
    var room = PageBudget.all(requester);
    var found = new ArrayList<Delivery>();
    try (var rows = statement.executeQuery()) {
      room.fill(found, rows, DeliveryReader::objects, this::delivery);
    }
    return found;
  }

  private Delivery delivery(ResultSet row) throws SQLException {
    return delivery(row, backlog.isLeased(row.getLong(1)));
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
        Optional.ofNullable(row.getString("returns_to")),
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
        state.isFinal() ? Optional.of(Instant.ofEpochMilli(endedAt)) : Optional.empty(),
        row.getInt("passes_warm_up") == 1);
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

  /**
   * Leased deliveries with what their message says of all; the row is one of {@link #DELIVERIES}.
   */
  static LeasedDeliveries consignment(ResultSet row, List<Delivery> deliveries)
      throws SQLException {
    return new LeasedDeliveries(
        row.getString("message_id"),
        Instant.ofEpochMilli(row.getLong("queued_at")),
        new Dsn(row.getString("ret"), row.getString("envid")),
        OutgoingRow.requirements(row.getString("requirements")),
        deliveries);
  }

  /** Those of {@code ids}, all of one message, that are still held. */
  Optional<LeasedDeliveries> held(Connection connection, List<Long> ids) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            DELIVERIES
                + "WHERE d.state = 'HELD' AND d.id IN (%s) ORDER BY d.id"
                    .formatted(String.join(", ", Collections.nCopies(ids.size(), "?"))))) {
      for (int i = 0; i < ids.size(); i++) {
        statement.setLong(i + 1, ids.get(i));
      }
      var deliveries = new ArrayList<Delivery>();
      var consignment = Optional.<LeasedDeliveries>empty();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          deliveries.add(delivery(row, true));
          consignment = Optional.of(consignment(row, deliveries));
        }
      }
      return consignment;
    }
  }

  /** How many of a part wait that do not pass the warm-up: both are counted in an index. */
  static long notPassing(Connection connection, LanePart part) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT (SELECT count(*) FROM delivery
                WHERE lane = ?1 AND originator = ?2 AND state = 'QUEUED')
              - (SELECT count(*) FROM delivery
                WHERE lane = ?1 AND originator = ?2 AND state = 'QUEUED' AND passes_warm_up = 1)\
            """)) {
      statement.setString(1, part.lane());
      statement.setString(2, part.originator().key());
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** What is held, but not by a person, oldest first. */
  List<Delivery> heldByThemselves(Connection connection, Optional<DeliveryId> after, int limit)
      throws SQLException {
    var byPeople =
        Arrays.stream(HoldReason.values())
            .filter(HoldReason::isReleasedByPeople)
            .map(reason -> "'" + reason.name() + "'")
            .collect(Collectors.joining(", "));
    try (var statement =
        connection.prepareStatement(
            COUNTED
                + TABLES
                + LATEST
                + "WHERE d.state = 'HELD' AND d.hold_reason NOT IN (%s) AND d.id > ? ORDER BY d.id LIMIT ?"
                    .formatted(byPeople))) {
      statement.setLong(1, after.map(DeliveryId::value).orElse(0L));
      statement.setInt(2, limit);
      return deliveries(statement, Requester.SERVER);
    }
  }

  static List<Attempt> attempts(Connection connection, DeliveryId id, Requester requester)
      throws SQLException {
    try (var statement = connection.prepareStatement(ATTEMPTS)) {
      statement.setLong(1, id.value());
      var room = PageBudget.all(requester);
      var found = new ArrayList<Attempt>();
      try (var rows = statement.executeQuery()) {
        room.fill(found, rows, _ -> 1, row -> attempt(row, 1));
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
