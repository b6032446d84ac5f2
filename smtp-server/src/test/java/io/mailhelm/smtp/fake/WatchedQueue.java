package io.mailhelm.smtp.fake;

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
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.QueueShares;
import io.mailhelm.smtp.store.SenderReport;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.WarmUpDay;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The queue of a {@link WatchedStore}. Thread-safe. */
public final class WatchedQueue implements MailQueue {
  private final MailQueue queue;
  private final UnaryOperator<NewMessage> inner;
  private final AtomicInteger unsettled = new AtomicInteger();
  private final AtomicInteger unheld = new AtomicInteger();
  private final AtomicInteger leases = new AtomicInteger();
  private volatile boolean unreadable;
  private volatile boolean untellable;
  private volatile boolean scarce;

  /**
   * @param inner what the queue takes for a message of the store's
   */
  WatchedQueue(MailQueue queue, UnaryOperator<NewMessage> inner) {
    this.queue = queue;
    this.inner = inner;
  }

  /** The next so many outcomes cannot be made durable. */
  public void failSettling(int times) {
    unsettled.set(times);
  }

  /** The next so many times nothing can be held. */
  public void failHolding(int times) {
    unheld.set(times);
  }

  /** How often something was looked for in a lane. */
  public int leases() {
    return leases.get();
  }

  /** From now on messages cannot be read, or can again. */
  public void unreadable(boolean now) {
    unreadable = now;
  }

  /** From now on it cannot be said what is due, or can again. */
  public void untellable(boolean now) {
    untellable = now;
  }

  @Override
  public List<LanePart> due(Instant now, int limit) {
    if (untellable) {
      throw new MailStoreException("a test's", new IOException("a test's"));
    }
    return queue.due(now, limit);
  }

  @Override
  public Optional<LanePart> due(String lane, Instant now) {
    return queue.due(lane, now);
  }

  @Override
  public Optional<Instant> nextDue() {
    return queue.nextDue();
  }

  @Override
  public void suspend(LanePart part) {
    queue.suspend(part);
  }

  @Override
  public void resume(LanePart part) {
    queue.resume(part);
  }

  @Override
  public void suspend(String lane) {
    queue.suspend(lane);
  }

  @Override
  public void resume(String lane) {
    queue.resume(lane);
  }

  @Override
  public void resumeAll() {
    queue.resumeAll();
  }

  @Override
  public Optional<LeasedDeliveries> lease(LanePart part, Instant now, LeaseLimit limit) {
    leases.incrementAndGet();
    return queue.lease(part, now, limit);
  }

  @Override
  public InputStream open(LeasedDeliveries consignment) throws IOException {
    if (unreadable) {
      throw new IOException("a test's");
    }
    return queue.open(consignment);
  }

  @Override
  public List<CommitResult> settle(
      List<Settlement> settlements, List<SenderReport> reports, List<Suppression> suppressions) {
    try {
      failIfAnyOf(unsettled);
      return queue.settle(settlements, reports.stream().map(this::inner).toList(), suppressions);
    } finally {
      reports.forEach(SenderReport::close);
    }
  }

  private SenderReport inner(SenderReport report) {
    return new SenderReport(report.whole().map(inner), inner.apply(report.brief()));
  }

  /** From now on the disk has no room for reports, or has again. */
  public void takesReports(boolean now) {
    scarce = !now;
  }

  @Override
  public boolean takesReports() {
    return !scarce && queue.takesReports();
  }

  private static void failIfAnyOf(AtomicInteger failures) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new MailStoreException("a test's", new IOException("a test's"));
    }
  }

  @Override
  public void giveBack(Collection<DeliveryId> deliveries) {
    queue.giveBack(deliveries);
  }

  @Override
  public void move(String destination, String from, String to) {
    queue.move(destination, from, to);
  }

  @Override
  public void divert(String destination, String from, String to) {
    queue.divert(destination, from, to);
  }

  @Override
  public void reconsider(LanePart part) {
    queue.reconsider(part);
  }

  @Override
  public long notPassing(LanePart part) {
    return queue.notPassing(part);
  }

  @Override
  public List<WarmUpDay.Used> warmUps() {
    return queue.warmUps();
  }

  @Override
  public void keepWarmUps(List<WarmUpDay> days, LocalDate since) {
    queue.keepWarmUps(days, since);
  }

  @Override
  public DeliveryPage list(DeliveryQuery query) {
    return queue.list(query);
  }

  /** All there is, oldest first. */
  public List<Delivery> all() {
    var all =
        new DeliveryQuery(
            DeliveryQuery.MAX_LIMIT,
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return list(all).deliveries().reversed();
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return queue.find(id);
  }

  @Override
  public List<Delivery> ofMessage(String messageId) {
    return queue.ofMessage(messageId);
  }

  @Override
  public int recipientsOf(String messageId) {
    return queue.recipientsOf(messageId);
  }

  @Override
  public List<Attempt> attempts(DeliveryId id) {
    return queue.attempts(id);
  }

  @Override
  public int apply(Action action, Collection<DeliveryId> deliveries, Instant now) {
    return queue.apply(action, deliveries, now);
  }

  @Override
  public void rebase(Duration back) {
    queue.rebase(back);
  }

  @Override
  public Optional<Instant> latest() {
    return queue.latest();
  }

  @Override
  public long waiting(String mailboxId) {
    return queue.waiting(mailboxId);
  }

  @Override
  public QueueShares.Waiting waiting(String domain, Optional<String> mailboxId) {
    return queue.waiting(domain, mailboxId);
  }

  @Override
  public int hold(HoldReason reason, Collection<DeliveryId> deliveries, Instant now) {
    failIfAnyOf(unheld);
    return queue.hold(reason, deliveries, now);
  }

  @Override
  public int unhold(Collection<DeliveryId> deliveries, Instant now) {
    return queue.unhold(deliveries, now);
  }

  @Override
  public List<Delivery> heldByThemselves(Optional<DeliveryId> after, int limit) {
    return queue.heldByThemselves(after, limit);
  }

  @Override
  public Optional<LeasedDeliveries> leaseHeld(Instant before) {
    return queue.leaseHeld(before);
  }

  @Override
  public QueueStatus status() {
    return queue.status();
  }

  @Override
  public void purge(Instant before) {
    queue.purge(before);
  }
}
