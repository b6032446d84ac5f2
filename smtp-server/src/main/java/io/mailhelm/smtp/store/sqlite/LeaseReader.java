package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.LeaseLimit;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.Originator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the deliveries to lease in a lane: the next in the index that is not leased, then others of
 * the same message, whose ids follow one another. It keeps the statements of one connection, and is
 * for the thread that has it.
 */
final class LeaseReader {
  /** What of an originator waits in a lane, in the order of the index. */
  static final String WAITING =
      """
      SELECT id, due FROM delivery WHERE lane = ? AND originator = ? AND state = 'QUEUED'
      ORDER BY due, id\
      """;

  /** The same, without what may have to wait for room in a warm-up. */
  static final String PASSING =
      """
      SELECT id, due FROM delivery
      WHERE lane = ? AND originator = ? AND state = 'QUEUED' AND passes_warm_up = 1
      ORDER BY due, id\
      """;

  private final Backlog backlog;

  /** What has no room is looked at again after so many milliseconds, if not before. */
  private static final long LOOK_AGAIN = 3_600_000;

  private final PreparedStatement waiting;
  private final PreparedStatement passing;
  private final PreparedStatement one;
  private final PreparedStatement siblings;
  private final PreparedStatement content;
  private final PreparedStatement part;

  LeaseReader(Backlog backlog, Connection connection) throws SQLException {
    this.backlog = backlog;
    waiting = connection.prepareStatement(WAITING);
    passing = connection.prepareStatement(PASSING);
    one = connection.prepareStatement(DeliveryReader.DELIVERIES + "WHERE d.id = ?");
    siblings =
        connection.prepareStatement(
            DeliveryReader.DELIVERIES
                + """
                WHERE d.id BETWEEN ? AND ? AND d.lane = ? AND d.destination = ?
                AND d.state = 'QUEUED' AND d.due <= ? AND d.passes_warm_up >= ? ORDER BY d.id\
                """);
    content =
        connection.prepareStatement(
            """
            SELECT m.content, m.file FROM delivery d JOIN message m ON m.id = d.message
            WHERE d.id = ?\
            """);
    part = connection.prepareStatement("SELECT lane, originator FROM delivery WHERE id = ?");
  }

  /**
   * Leases.
   *
   * <p>Ten thousand in one lane cost no more than the few of the same originator that others have
   * in hand: those are passed over in the index, and no row is read but those that are leased.
   *
   * @param now in milliseconds since 1970
   */
  Optional<LeasedDeliveries> lease(LanePart part, long now, LeaseLimit limit) throws SQLException {
    var look = backlog.look(part);
    var taken = new ArrayList<Long>();
    try {
      var search = new Search(look, now, limit, taken);
      var next = search.run();
      backlog.looked(look, next, search.next, search.refused);
      return search.consignment;
    } catch (SQLException | RuntimeException e) {
      backlog.gaveUp(look);
      backlog.giveBack(taken);
      throw e;
    }
  }

  private final class Search {
    private final Backlog.Look look;
    private final long now;
    private final LeaseLimit limit;
    private final List<Long> taken;
    private Optional<LeasedDeliveries> consignment = Optional.empty();
    private long refused = LaneOrder.NEVER;

    /** The first of what is left. */
    private long next;

    Search(Backlog.Look look, long now, LeaseLimit limit, List<Long> taken) {
      this.look = look;
      this.now = now;
      this.limit = limit;
      this.taken = taken;
    }

    /** Returns when the first of what is left falls due. */
    long run() throws SQLException {
      long first = run(waiting);
      if (refused == LaneOrder.NEVER) {
        return first;
      }
      long idOfRefused = next;
      // what there is no room for stands before what needs none: that is found by its own index
      long passes = run(passing);
      long again = now + LOOK_AGAIN;
      if (passes > again) {
        // known by name or not, it is looked at again, whoever else forgets that it waits
        next = idOfRefused;
        return again;
      }
      return passes;
    }

    private long run(PreparedStatement rows) throws SQLException {
      rows.setString(1, look.part().lane());
      rows.setString(2, look.part().originator().key());
      try (var row = rows.executeQuery()) {
        while (row.next()) {
          var id = row.getLong(1);
          var due = row.getLong(2);
          if (taken.isEmpty() && due <= now) {
            if (backlog.isFree(look, id) && !lease(id, due)) {
              refused = due;
              next = id;
              return due;
            }
          } else if (backlog.isFree(look, id)) {
            next = id;
            return due;
          }
        }
        return LaneOrder.NEVER;
      }
    }

    private boolean take(long id, long due) {
      return backlog.take(look, id, due) && taken.add(id);
    }

    /** Returns false where there is no room for it. */
    private boolean lease(long id, long due) throws SQLException {
      one.setLong(1, id);
      try (var row = one.executeQuery()) {
        if (!row.next()) {
          return true; // it went meanwhile
        }
        var first = DeliveryReader.delivery(row, true);
        var copies = row.getInt("copies");
        var most = limit.recipients(first, copies);
        if (most == 0) {
          return false;
        }
        if (take(id, due)) {
          var deliveries = new ArrayList<Delivery>();
          deliveries.add(first);
          if (most > 1 && copies > 1) {
            addSiblings(deliveries, row.getLong("first"), copies, most);
          }
          consignment = Optional.of(DeliveryReader.consignment(row, deliveries));
        }
        return true;
      }
    }

    private boolean isForAll(Delivery first) {
      return !first.passesWarmUp() || limit.isForAll(first);
    }

    private void addSiblings(List<Delivery> deliveries, long first, int copies, int most)
        throws SQLException {
      siblings.setLong(1, first);
      siblings.setLong(2, first + copies - 1);
      siblings.setString(3, look.part().lane());
      siblings.setString(4, deliveries.getFirst().destination());
      siblings.setLong(5, now);
      siblings.setInt(6, isForAll(deliveries.getFirst()) ? 0 : 1);
      try (ResultSet row = siblings.executeQuery()) {
        while (deliveries.size() < most && row.next()) {
          var delivery = DeliveryReader.delivery(row, true);
          if (take(delivery.id().value(), delivery.due().toEpochMilli())) {
            deliveries.add(delivery);
          }
        }
      }
      deliveries.sort(Comparator.comparingLong(each -> each.id().value()));
    }
  }

  /** The parts of lanes that deliveries are in, of those that are there. */
  Map<Long, LanePart> parts(List<Long> ids) throws SQLException {
    var found = new HashMap<Long, LanePart>();
    for (var id : ids) {
      part.setLong(1, id);
      try (var row = part.executeQuery()) {
        if (row.next()) {
          found.put(id, new LanePart(row.getString(1), Originator.ofKey(row.getString(2))));
        }
      }
    }
    return found;
  }

  /** Where the message of a delivery is. */
  Optional<EntryReader.Content> content(DeliveryId id) throws SQLException {
    content.setLong(1, id.value());
    try (var row = content.executeQuery()) {
      return row.next()
          ? Optional.of(
              new EntryReader.Content(row.getBytes(1), Optional.ofNullable(row.getString(2))))
          : Optional.empty();
    }
  }
}
