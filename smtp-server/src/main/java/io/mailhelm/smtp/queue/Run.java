package io.mailhelm.smtp.queue;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.bounce.HardBounce;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.send.Courier;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Consignment;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.Suppression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Messages of one lane, one after the other, by one courier. The outcome of each is durable before
 * the next is begun: whatever kills the process, no more than one message a connection is sent
 * twice. One thread's, but for {@link #cut}.
 */
final class Run implements AutoCloseable {
  /** Recipients in one transaction: what every server takes (RFC 5321 §4.5.3.1.8). */
  private static final int RECIPIENTS = 100;

  /** Where a failure of our own took place, for who reads of it. */
  private static final String OURSELVES = "this server";

  /** Says nothing of the lane: the next message may be well (RFC 3463 §3.4). */
  private static final String OWN_FAULT = "4.3.0";

  /** An outcome that could not be made durable is tried to be again after this, then twice this. */
  private static final Duration SETTLE_AGAIN = Duration.ofMillis(250);

  /** And so on until the pauses are this long. */
  private static final Duration SETTLE_SELDOM = Duration.ofSeconds(30);

  private final Delivering shared;
  private final String lane;
  private final CountDownLatch cutOff = new CountDownLatch(1);
  private volatile Optional<Courier> courier = Optional.empty();
  private volatile boolean cut;
  private Optional<Snapshot> madeBy = Optional.empty();

  Run(Delivering shared, String lane) {
    this.shared = shared;
    this.lane = lane;
  }

  /**
   * What has been due longest; empty when nothing is. What goes another way by now is moved, what
   * must not leave any more is held.
   */
  Optional<Consignment> lease() {
    while (true) {
      var leased = shared.queue().lease(lane, shared.clock().instant(), RECIPIENTS);
      if (leased.isEmpty() || orGiveBack(leased.get(), () -> isStillDue(leased.get()))) {
        return leased;
      }
    }
  }

  /** Puts away what is not to go this way any more. */
  private boolean isStillDue(Consignment consignment) {
    var any = consignment.any();
    if (isCaptured(any)) {
      giveBack(consignment.deliveries());
      var ids = consignment.deliveries().stream().map(Delivery::id).toList();
      shared.queue().apply(Action.HOLD, ids, shared.clock().instant());
      return false;
    }
    var way = way(any).key();
    if (!way.equals(lane)) {
      giveBack(consignment.deliveries());
      shared.queue().move(any.destination(), lane, way);
      return false;
    }
    return true;
  }

  /** The domain was told to send nothing any more, after this was queued. */
  private boolean isCaptured(Delivery delivery) {
    return shared
        .live()
        .current()
        .directory()
        .domain(DomainName.of(delivery.domain()))
        .filter(domain -> domain.outbound() == Domain.Outbound.Capture)
        .isPresent();
  }

  private Lane way(Delivery delivery) {
    return Lane.of(
        shared.live().current().directory(),
        delivery.policy(),
        delivery.reversePath(),
        delivery.destination());
  }

  /** Attempts it, and makes durable what came of it. */
  void deliver(Consignment consignment) {
    var attempts = new ArrayList<Attempt>();
    var took = new AtomicBoolean();
    orGiveBack(
        consignment,
        () -> {
          attempts.addAll(attempt(consignment, took));
          settle(consignment, attempts, took.get());
          return true;
        });
    if (attempts.stream().allMatch(Run::isUnreachable)) {
      deferRest(attempts.getFirst());
    }
  }

  /**
   * @param peerReports is told whether the peer reports itself what becomes of what it took
   */
  private List<Attempt> attempt(Consignment consignment, AtomicBoolean peerReports) {
    var began = shared.clock().instant();
    try {
      var courier = courier(consignment.any());
      var attempts = courier.attempt(shared.parcels().of(consignment));
      peerReports.set(courier.passedReportsOn());
      return attempts;
    } catch (IOException | RuntimeException e) {
      // by the schedule like any other failure: the lane must not stand still for it
      shared.observer().on(new Event.Failed("delivery of " + consignment.messageId(), e));
      var why =
          new Attempt(
              began,
              Duration.between(began, shared.clock().instant()),
              Outcome.DEFERRED,
              OURSELVES,
              OURSELVES,
              "",
              0,
              OWN_FAULT,
              "a fault of our own, with this message: " + e.getMessage());
      return Collections.nCopies(consignment.deliveries().size(), why);
    }
  }

  /** No server was there: the rest of the lane need not wait for the same to be found out. */
  private static boolean isUnreachable(Attempt attempt) {
    return attempt.outcome() == Outcome.DEFERRED
        && attempt.code() == 0
        && attempt.address().isEmpty()
        && !attempt.enhanced().equals(OWN_FAULT);
  }

  private void deferRest(Attempt why) {
    for (var rest = lease(); rest.isPresent(); rest = cut ? Optional.empty() : lease()) {
      var same = Collections.nCopies(rest.get().deliveries().size(), why);
      var consignment = rest.get();
      orGiveBack(
          consignment,
          () -> {
            settle(consignment, same, false);
            return true;
          });
    }
  }

  /** What fails inside us leaves no lease behind. */
  private boolean orGiveBack(Consignment consignment, BooleanSupplier work) {
    var done = false;
    try {
      var result = work.getAsBoolean();
      done = true;
      return result;
    } finally {
      if (!done) {
        giveBack(consignment.deliveries());
      }
    }
  }

  private void settle(Consignment consignment, List<Attempt> attempts, boolean peerReports) {
    var now = shared.clock().instant();
    var rules = rules(consignment.any());
    var verdicts = new ArrayList<Verdict>();
    var given = new ArrayList<Delivery>();
    for (int i = 0; i < attempts.size(); i++) {
      var delivery = consignment.deliveries().get(i);
      var attempt = attempts.get(i);
      if (cut && attempt.outcome() == Outcome.DEFERRED) {
        given.add(delivery); // our doing, not the peer's
      } else {
        verdicts.add(Verdict.of(delivery, attempt, rules, now));
      }
    }
    giveBack(given);
    if (!verdicts.isEmpty()) {
      settle(consignment, verdicts, peerReports, now);
    }
  }

  /**
   * What a peer said is not asked again because it cannot be written down: as long as the disk is
   * full, every attempt more would be a message twice.
   */
  private void settle(
      Consignment consignment, List<Verdict> verdicts, boolean peerReports, Instant now) {
    var pause = SETTLE_AGAIN;
    var told = false;
    while (true) {
      try {
        settleNow(consignment, verdicts, peerReports, now);
        break;
      } catch (RuntimeException e) {
        if (!told) {
          shared.observer().on(new Event.Failed("delivery", e));
          told = true;
        }
        if (isCutWithin(pause)) {
          throw e;
        }
        pause = pause.compareTo(SETTLE_SELDOM) < 0 ? pause.multipliedBy(2) : SETTLE_SELDOM;
      }
    }
    // it is durable: whoever fails to hear of it must not have it settled again
    verdicts.forEach(verdict -> tell(consignment, verdict, now));
  }

  private boolean isCutWithin(Duration pause) {
    try {
      return cutOff.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void settleNow(
      Consignment consignment, List<Verdict> verdicts, boolean peerReports, Instant now) {
    var notices = notices(consignment, verdicts, peerReports, now);
    var suppressions = new ArrayList<Suppression>();
    var settlements = new ArrayList<Settlement>();
    for (var verdict : verdicts) {
      suppression(verdict, now).ifPresent(suppressions::add);
      settlements.add(
          new Settlement(
              verdict.delivery().id(),
              verdict.state(),
              verdict.due(),
              verdict.attempt(),
              verdict.delivery().warned() || notices.warned().contains(verdict.delivery().id())));
    }
    shared.queue().settle(settlements, notices.messages(), suppressions);
  }

  /**
   * What trips us up in a message is left out of the report on it; the sender is told all the same.
   */
  private Notices.Told notices(
      Consignment consignment, List<Verdict> verdicts, boolean peerReports, Instant now) {
    try {
      return shared.notices().of(consignment, verdicts, peerReports, now);
    } catch (MailStoreException | UncheckedIOException e) {
      throw e; // the disk's: it passes
    } catch (RuntimeException e) {
      shared.observer().on(new Event.Failed("report on " + consignment.messageId(), e));
      return shared.notices().bare(consignment, verdicts, peerReports, now);
    }
  }

  /** An address that will never take mail is not mailed again. */
  private static Optional<Suppression> suppression(Verdict verdict, Instant now) {
    var attempt = verdict.attempt();
    return verdict.state() == State.FAILED && HardBounce.is(attempt.enhanced())
        ? ReversePath.mailbox(verdict.delivery().recipient().address())
            .map(
                address ->
                    new Suppression(
                        verdict.delivery().domain(),
                        address.canonical(),
                        Suppression.Reason.HARD_BOUNCE,
                        "%d %s %s".formatted(attempt.code(), attempt.enhanced(), attempt.text()),
                        now))
        : Optional.empty();
  }

  private void tell(Consignment consignment, Verdict verdict, Instant now) {
    var delivery = verdict.delivery();
    shared
        .observer()
        .on(
            new Event.Attempted(
                consignment.messageId(),
                delivery.policy().orElse(""),
                delivery.recipient().address(),
                verdict.attempt(),
                verdict.state(),
                Duration.between(delivery.queuedAt(), now)));
  }

  private DeliveryRules rules(Delivery delivery) {
    return shared.live().current().directory().policy(delivery.policy()).delivery();
  }

  private void giveBack(List<Delivery> deliveries) {
    if (!deliveries.isEmpty()) {
      shared.queue().giveBack(deliveries.stream().map(Delivery::id).toList());
    }
  }

  /** The courier, made anew when what is declared has changed. */
  private Courier courier(Delivery delivery) {
    var now = shared.live().current();
    if (courier.isEmpty() || madeBy.filter(by -> by == now).isEmpty()) {
      courier.ifPresent(Courier::close);
      madeBy = Optional.of(now);
      courier = Optional.of(shared.couriers().to(way(delivery).hop(), rules(delivery).tls()));
      if (cut) {
        courier.get().close();
      }
    }
    return courier.get();
  }

  /** From another thread: ends the attempt under way, which is given back. */
  void cut() {
    cut = true;
    cutOff.countDown();
    courier.ifPresent(Courier::close);
  }

  @Override
  public void close() {
    courier.ifPresent(Courier::close);
  }
}
