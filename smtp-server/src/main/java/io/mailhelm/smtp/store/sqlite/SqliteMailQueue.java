package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryPage;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.LeaseLimit;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.QueueShares;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.SenderReport;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.WarmUpDay;
import io.mailhelm.smtp.store.sqlite.ChangeDeliveries.Change;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Keeps the queue in the tables {@code outgoing}, {@code delivery} and {@code attempt}. The leases
 * and the order of the lanes are in memory: see {@link Backlog}.
 */
final class SqliteMailQueue implements MailQueue {
  /** Deliveries forgotten in one transaction. */
  private static final int PURGED_AT_ONCE = 500;

  private final StoreContext context;
  private final DiskSpace room;
  private final Ledger ledger;
  private final Backlog backlog;
  private final Writer writer;
  private final ReaderThreads readers;
  private final StoreReads lists;
  private final BodyFolder bodies;
  private final BodyCommits commits;
  private final AfterCommit afterCommit;
  private final DeliveryReader deliveries;

  /** A connection is one thread's at a time, and so are these. */
  private final Map<Connection, LeaseReader> leasing = new ConcurrentHashMap<>();

  SqliteMailQueue(
      StoreContext context,
      DiskSpace room,
      Ledger ledger,
      Backlog backlog,
      Writer writer,
      ReaderThreads readers,
      StoreReads lists,
      BodyFolder bodies,
      BodyCommits commits,
      DeliveryReader deliveries) {
    this.context = context;
    this.room = room;
    this.ledger = ledger;
    this.backlog = backlog;
    this.writer = writer;
    this.readers = readers;
    this.lists = lists;
    this.bodies = bodies;
    this.commits = commits;
    this.afterCommit = new AfterCommit(context);
    this.deliveries = deliveries;
  }

  @Override
  public List<LanePart> due(Instant now, int limit) {
    nameLater(now.toEpochMilli(), limit);
    return backlog.due(now.toEpochMilli(), limit);
  }

  /** Reads the names of what is due and has none in memory; a moment, and only where there is. */
  private void nameLater(long now, int limit) {
    var parts = backlog.takeLater(now, limit);
    if (parts.isEmpty()) {
      return;
    }
    try {
      var ids = parts.stream().map(LaneOrder.Unnamed::delivery).toList();
      var names = readers.ask(connection -> on(connection).parts(ids));
      backlog.named(parts, names, now);
    } catch (RuntimeException e) {
      backlog.putBack(parts);
      throw e;
    }
  }

  @Override
  public Optional<LanePart> due(String lane, Instant now) {
    return backlog.due(lane, now.toEpochMilli());
  }

  @Override
  public Optional<Instant> nextDue() {
    return backlog.nextDue().map(Instant::ofEpochMilli);
  }

  @Override
  public void suspend(LanePart part) {
    backlog.suspension(lanes -> lanes.suspend(part));
  }

  @Override
  public void resume(LanePart part) {
    backlog.suspension(lanes -> lanes.resume(part));
  }

  @Override
  public void suspend(String lane) {
    backlog.suspension(lanes -> lanes.suspend(lane));
  }

  @Override
  public void resume(String lane) {
    backlog.suspension(lanes -> lanes.resume(lane));
  }

  @Override
  public void resumeAll() {
    backlog.suspension(LaneOrder::resumeAll);
  }

  @Override
  public Optional<LeasedDeliveries> lease(LanePart part, Instant now, LeaseLimit limit) {
    return look(part, now.toEpochMilli(), limit);
  }

  /** Nothing is due at the beginning of time: it only sets right what is known of the part. */
  private void look(LanePart part) {
    look(part, Long.MIN_VALUE, (_, _) -> 1);
  }

  private Optional<LeasedDeliveries> look(LanePart part, long now, LeaseLimit limit) {
    return readers.ask(connection -> on(connection).lease(part, now, limit));
  }

  private LeaseReader on(Connection connection) throws SQLException {
    var reader = leasing.get(connection);
    if (reader == null) {
      reader = new LeaseReader(backlog, connection);
      leasing.put(connection, reader);
    }
    return reader;
  }

  @Override
  public InputStream open(LeasedDeliveries consignment) throws IOException {
    var id = consignment.any().id();
    var content =
        readers
            .read(connection -> on(connection).content(id))
            .orElseThrow(
                () -> new IOException("the message of delivery " + id + " is not there any more"));
    return bodies.open(content);
  }

  @Override
  public List<CommitResult> settle(
      List<Settlement> settlements, List<SenderReport> reports, List<Suppression> suppressions) {
    var prepared = new ArrayList<PreparedMessage>();
    try {
      if (room.isLeftToDeletions() || !reports.isEmpty() && room.isScarce()) {
        throw new NoDiskSpaceException(room.reserve());
      }
      var inserts = new ArrayList<InsertReport>();
      for (var report : reports) {
        inserts.add(insert(report, prepared));
      }
      var work = new SettleDeliveries(backlog, settlements, inserts, suppressions);
      var settled =
          commits.write(
              prepared,
              work,
              work.octets(),
              (done, row) -> done.stored().contains(row.messageId()));
      afterCommit.may("removing files", () -> bodies.remove(settled.freed()));
      return settled.reports();
    } catch (IOException | SQLException | RuntimeException e) {
      throw new MailStoreException("cannot settle deliveries: " + e.getMessage(), e);
    } finally {
      reports.forEach(SenderReport::close);
    }
  }

  private InsertReport insert(SenderReport report, List<PreparedMessage> prepared)
      throws IOException {
    var whole = Optional.<InsertMessage>empty();
    if (report.whole().isPresent()) {
      whole = Optional.of(insert(report.whole().get(), InsertMessage.NO_OVERDRAFT, prepared));
    }
    return new InsertReport(whole, insert(report.brief(), SenderReport.OVERDRAFT, prepared));
  }

  private InsertMessage insert(
      NewMessage form, MailboxUsage overdraft, List<PreparedMessage> prepared) throws IOException {
    var message = PreparedMessage.of(form);
    prepared.add(message);
    return new InsertMessage(message.row(), overdraft, context);
  }

  @Override
  public boolean takesReports() {
    return !room.isScarce();
  }

  @Override
  public void giveBack(Collection<DeliveryId> ids) {
    backlog.giveBack(ids.stream().map(DeliveryId::value).toList());
  }

  @Override
  public void move(String destination, String from, String to) {
    move(destination, from, to, true);
  }

  @Override
  public void divert(String destination, String from, String to) {
    move(destination, from, to, false);
  }

  private void move(String destination, String from, String to, boolean all) {
    if (from.equals(to)) {
      return;
    }
    MoveDeliveries.Moved moved;
    do {
      moved = writer.change("move deliveries", new MoveDeliveries(destination, from, to, all));
      moved.parts().forEach(this::look);
    } while (moved.deliveries() == MoveDeliveries.AT_ONCE);
  }

  @Override
  public void reconsider(LanePart part) {
    backlog.suspension(lanes -> lanes.reconsider(part));
  }

  @Override
  public long notPassing(LanePart part) {
    return readers.ask(connection -> DeliveryReader.notPassing(connection, part));
  }

  @Override
  public List<WarmUpDay.Used> warmUps() {
    return readers.ask(WarmUpStatements::all);
  }

  @Override
  public void keepWarmUps(List<WarmUpDay> days, LocalDate since) {
    writer.change(
        "keep days of warm-up", (statements, _) -> keep(statements.warmUps(), days, since));
  }

  private static int keep(WarmUpStatements statements, List<WarmUpDay> days, LocalDate since)
      throws SQLException {
    var there = days.stream().map(SqliteMailQueue::whose).collect(Collectors.toSet());
    for (var known : statements.all()) {
      if (!there.contains(whose(known.day())) && known.day().day().isBefore(since)) {
        statements.remove(known.day());
      }
    }
    for (var day : days) {
      statements.add(day, 0);
    }
    return days.size();
  }

  /** A policy, and the provider. */
  private static List<String> whose(WarmUpDay day) {
    return List.of(day.policy(), day.provider().orElse(""));
  }

  @Override
  public void rebase(Duration back) {
    writer.change(
        "make deliveries due earlier",
        (statements, _) -> statements.deliveries().rebase(back.toMillis()));
    backlog.rebase(back.toMillis());
  }

  @Override
  public Optional<Instant> latest() {
    return readers.ask(DeliveryReader::latest);
  }

  @Override
  public DeliveryPage list(DeliveryQuery query) {
    return lists.list(query);
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return readers.ask(connection -> deliveries.find(connection, id, Requester.SERVER));
  }

  @Override
  public List<Delivery> ofMessage(String messageId) {
    return readers.ask(connection -> deliveries.ofMessage(connection, messageId, Requester.SERVER));
  }

  @Override
  public int recipientsOf(String messageId) {
    return readers.ask(connection -> DeliveryReader.recipientsOf(connection, messageId));
  }

  @Override
  public List<Attempt> attempts(DeliveryId id) {
    return lists.attempts(id);
  }

  @Override
  public int apply(Action action, Collection<DeliveryId> ids, Instant now) {
    return apply(Change.of(action), ids, now);
  }

  @Override
  public int hold(HoldReason reason, Collection<DeliveryId> ids, Instant now) {
    return apply(new Change.Hold(reason), ids, now);
  }

  @Override
  public int unhold(Collection<DeliveryId> ids, Instant now) {
    return apply(new Change.Release(false), ids, now);
  }

  @Override
  public List<Delivery> heldByThemselves(Optional<DeliveryId> after, int limit) {
    return readers.ask(connection -> deliveries.heldByThemselves(connection, after, limit));
  }

  @Override
  public Optional<LeasedDeliveries> leaseHeld(Instant before) {
    var work = new ReserveHeld(backlog, before.toEpochMilli());
    try {
      var ids = writer.change("lease what is held", work);
      var found =
          ids.isEmpty()
              ? Optional.<LeasedDeliveries>empty()
              : readers.ask(connection -> deliveries.held(connection, ids));
      var leased = found.map(SqliteMailQueue::ids).orElse(List.of());
      backlog.giveBack(ids.stream().filter(id -> !leased.contains(id)).toList());
      return found;
    } catch (MailStoreException e) {
      work.release();
      throw e;
    }
  }

  private static List<Long> ids(LeasedDeliveries consignment) {
    return consignment.deliveries().stream().map(each -> each.id().value()).toList();
  }

  private int apply(Change what, Collection<DeliveryId> ids, Instant now) {
    var all = ids.stream().map(DeliveryId::value).distinct().toList();
    var parts = new HashSet<LanePart>();
    int changed = 0;
    for (int from = 0; from < all.size(); from += ChangeDeliveries.AT_ONCE) {
      var some = all.subList(from, Math.min(all.size(), from + ChangeDeliveries.AT_ONCE));
      var change = new ChangeDeliveries(backlog, what, some, now.toEpochMilli());
      var done = apply(change);
      changed += done.deliveries();
      parts.addAll(done.parts());
    }
    // What is gone from its lane no longer says when that is to be looked into.
    parts.forEach(this::look);
    return changed;
  }

  private ChangeDeliveries.Changed apply(ChangeDeliveries change) {
    try {
      var done = writer.change("change deliveries", change);
      afterCommit.may("removing files", () -> bodies.remove(done.freed()));
      return done;
    } catch (MailStoreException e) {
      backlog.release(change, change.ids());
      throw e;
    }
  }

  @Override
  public long waiting(String mailboxId) {
    return ledger.waiting(mailboxId).octets();
  }

  @Override
  public QueueShares.Waiting waiting(String domain, Optional<String> mailboxId) {
    var waiting = backlog.waiting(domain);
    long ofUser =
        mailboxId.map(id -> ledger.waiting(id).deliveries()).orElse(waiting.withoutLogin());
    return new QueueShares.Waiting(waiting.all(), waiting.ofDomain(), ofUser);
  }

  @Override
  public QueueStatus status() {
    var sums = backlog.sums();
    var oldest =
        sums.queued() == 0 && sums.held().isEmpty()
            ? Optional.<Instant>empty()
            : readers.ask(DeliveryReader::oldest);
    return new QueueStatus(sums.queued(), sums.held(), sums.leased(), oldest);
  }

  @Override
  public void purge(Instant before) {
    int gone;
    do {
      gone =
          writer.change(
              "forget deliveries",
              (statements, _) -> statements.history().purge(before.toEpochMilli(), PURGED_AT_ONCE));
    } while (gone == PURGED_AT_ONCE);
  }
}
