package io.mailhelm.smtp.queue;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.smtp.bounce.HardBounce;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.PolicyKey;
import io.mailhelm.smtp.store.RecipientOutcome;
import io.mailhelm.smtp.store.Suppression;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Settles attempts: makes their outcomes durable, together with the reports to senders. One
 * thread's, but for {@link #cut}.
 */
final class AttemptSettlement {
  private final WorkerContext shared;
  private final Runnable release;
  private final CountDownLatch cutOff = new CountDownLatch(1);

  /**
   * @param release gives up the connection, for as long as an outcome cannot be made durable
   */
  AttemptSettlement(WorkerContext shared, Runnable release) {
    this.shared = shared;
    this.release = release;
  }

  /**
   * Says that attempts are cut off: what is deferred from now on is our doing, and is given back.
   */
  void cut() {
    cutOff.countDown();
  }

  boolean isCut() {
    return cutOff.getCount() == 0;
  }

  /**
   * Makes durable the outcomes of leased deliveries, and ends their leases.
   *
   * @param attempts one a delivery, in their order
   * @param peerReports whether the peer reports itself what becomes of what it took
   */
  void settle(LeasedWork leased, List<Attempt> attempts, boolean peerReports) {
    var consignment = leased.consignment();
    var now = shared.clock().instant();
    var rules = rules(consignment.any());
    var verdicts = new ArrayList<DeliveryResult>();
    var given = new ArrayList<Delivery>();
    for (int i = 0; i < attempts.size(); i++) {
      var delivery = consignment.deliveries().get(i);
      var attempt = attempts.get(i);
      if (isCut() && attempt.outcome() == Outcome.DEFERRED) {
        given.add(delivery); // our doing, not the peer's
      } else {
        verdicts.add(DeliveryResult.of(delivery, attempt, rules, now));
      }
    }
    giveBack(given);
    if (!verdicts.isEmpty()) {
      settle(leased, verdicts, peerReports, now);
    }
  }

  /**
   * An outcome that cannot be written is kept and written later, not found out by another attempt:
   * while the disk is full, every further attempt would deliver the message twice. The peer does
   * not wait for that. An outcome that cannot be written by a store that writes others is held, for
   * a person to look at; one that causes a fault of ours, which would happen again, is held at
   * once.
   */
  private void settle(
      LeasedWork leased, List<DeliveryResult> verdicts, boolean peerReports, Instant now) {
    var consignment = leased.consignment();
    var patience = shared.faults().patience();
    var pause = patience.first();
    var settled = verdicts;
    boolean isOurFault = false;
    for (int failures = 0; ; ) {
      try {
        settled =
            isOurFault
                ? settleWithoutReport(leased, verdicts)
                : settleNow(leased, verdicts, peerReports, now);
        shared.faults().store().isOver();
        break;
      } catch (RuntimeException e) {
        if (!isOurFault && !StoreFaults.isStores(e)) {
          isOurFault = true;
          said(new Event.Failed(FailurePlace.DELIVERY, "of " + consignment.messageId(), e));
          continue;
        }
        failures++;
        if (failures == 1 && shared.faults().store().isNews(e)) {
          said(new Event.Failed(FailurePlace.DELIVERY, e));
        }
        if (failures == patience.withConnection()) {
          release.run();
        }
        if (failures >= patience.most() && isHeld(consignment)) {
          said(
              new Event.Failed(
                  FailurePlace.DELIVERY, "of " + consignment.messageId() + ", held now", e));
          return;
        }
        if (isCutWithin(pause)) {
          throw e;
        }
        pause = patience.after(pause);
      }
    }
    // it is durable: whoever fails to hear of it must not have it settled again
    settled.forEach(verdict -> tell(consignment, verdict, now));
    judge(settled, now);
  }

  /** Before anything more of the policy is sent; what cannot be judged now is within a minute. */
  private void judge(List<DeliveryResult> settled, Instant now) {
    var judged =
        settled.stream()
            .filter(verdict -> verdict.counted(now).filter(RecipientOutcome::isBad).isPresent())
            .flatMap(verdict -> PolicyKey.of(verdict.delivery()).stream())
            .toList();
    try {
      shared.reputations().judge(judged);
    } catch (RuntimeException e) {
      said(new Event.Failed(FailurePlace.DELIVERY, e));
    }
  }

  /**
   * Makes durable what needs no report: a peer that has the message must not be given it again.
   * What has failed is held, as its sender cannot be told.
   *
   * @return what was made durable
   */
  private List<DeliveryResult> settleWithoutReport(
      LeasedWork leased, List<DeliveryResult> verdicts) {
    var parts =
        verdicts.stream()
            .collect(
                Collectors.partitioningBy(
                    verdict ->
                        verdict.state() == State.FAILED || verdict.state() == State.EXPIRED));
    var untold = parts.get(true).stream().map(DeliveryResult::delivery).toList();
    var settled = parts.get(false);
    // Holding comes first: it may be done again, and what was deferred must not be settled twice.
    if (!untold.isEmpty()) {
      shared.holds().hold(HoldReason.UNSETTLED, untold, shared.live().current());
    }
    var settlements =
        settled.stream()
            .map(verdict -> settlement(leased, verdict, verdict.delivery().warned()))
            .toList();
    shared.queue().settle(settlements, List.of(), List.of());
    leased.room().settled(settlements);
    giveBack(untold);
    return settled;
  }

  private Settlement settlement(LeasedWork leased, DeliveryResult verdict, boolean warned) {
    var delivery = verdict.delivery();
    // what goes by the relay for what has no room counts nowhere, and would have to have room here
    boolean passes =
        WarmUpRoom.isReached(verdict.attempt()) && !Overflow.has(leased.by().directory(), delivery);
    return new Settlement(
        delivery.id(),
        verdict.state(),
        verdict.due(),
        verdict.attempt(),
        warned,
        passes,
        leased.room().days(delivery, verdict.attempt()),
        verdict.counted(shared.clock().instant()));
  }

  /** Whether it could be held, which a store can do that fails for this outcome only. */
  private boolean isHeld(LeasedDeliveries consignment) {
    if (!shared.faults().isStoreAccepting().getAsBoolean()) {
      return false;
    }
    try {
      shared.holds().hold(HoldReason.UNSETTLED, consignment.deliveries(), shared.live().current());
    } catch (RuntimeException e) {
      return false;
    }
    giveBack(consignment.deliveries());
    return true;
  }

  /** Tells the observer; its failure undoes nothing. */
  void said(Event event) {
    try {
      shared.observer().on(event);
    } catch (RuntimeException e) {
      // it was told; what it tells of is as it is
    }
  }

  /**
   * Makes durable what became of deliveries that no peer was given, and tells of it.
   *
   * @throws RuntimeException when nothing was changed
   */
  void settleOnce(
      LeasedWork leased, List<DeliveryResult> verdicts, boolean peerReports, Instant now) {
    var settled = settleNow(leased, verdicts, peerReports, now);
    settled.forEach(verdict -> tell(leased.consignment(), verdict, now));
    judge(settled, now);
  }

  private boolean isCutWithin(Duration pause) {
    try {
      return cutOff.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Makes outcomes durable with the reports on them. While the store takes no reports, because all
   * that the disk has left is for deletions, a failure that its sender is to be told of is put off:
   * it is tried again, and told then.
   *
   * @return what was made durable
   */
  private List<DeliveryResult> settleNow(
      LeasedWork leased, List<DeliveryResult> results, boolean peerReports, Instant now) {
    var consignment = leased.consignment();
    boolean isTold = shared.queue().takesReports();
    var verdicts = isTold ? results : DeliveryNotices.putOff(results, peerReports, now);
    var notices =
        isTold
            ? notices(consignment, verdicts, peerReports, now)
            : new DeliveryNotices.Told(List.of(), Set.of());
    var suppressions = new ArrayList<Suppression>();
    var settlements = new ArrayList<Settlement>();
    for (var verdict : verdicts) {
      suppression(verdict, now).ifPresent(suppressions::add);
      boolean warned =
          verdict.delivery().warned() || notices.warned().contains(verdict.delivery().id());
      settlements.add(settlement(leased, verdict, warned));
    }
    var reports = shared.queue().settle(settlements, notices.messages(), suppressions);
    leased.room().settled(settlements);
    var omitted = isTold ? reports : DeliveryNotices.omittedReceipts(verdicts, peerReports, now);
    OmittedReports.of(consignment, omitted).forEach(this::said);
    return verdicts;
  }

  /**
   * A message that causes a fault of ours is left out of the report on it; the sender is told all
   * the same.
   */
  private DeliveryNotices.Told notices(
      LeasedDeliveries consignment,
      List<DeliveryResult> verdicts,
      boolean peerReports,
      Instant now) {
    try {
      return shared.notices().of(consignment, verdicts, peerReports, now);
    } catch (MailStoreException | UncheckedIOException e) {
      throw e; // the disk's: it passes
    } catch (RuntimeException | StackOverflowError e) {
      said(new Event.Failed(FailurePlace.REPORT, "on " + consignment.messageId(), e));
      return shared.notices().bare(consignment, verdicts, peerReports, now);
    }
  }

  /** An address that will never take mail is not mailed again. */
  private Optional<Suppression> suppression(DeliveryResult verdict, Instant now) {
    var attempt = verdict.attempt();
    var words = "%d %s %s".formatted(attempt.code(), attempt.enhanced(), attempt.text());
    return verdict.state() == State.FAILED && HardBounce.is(attempt)
        ? shared.suppressions().bounced(verdict.delivery(), words, now)
        : Optional.empty();
  }

  private void tell(LeasedDeliveries consignment, DeliveryResult verdict, Instant now) {
    var delivery = verdict.delivery();
    said(
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

  /** Ends leases of what was not attempted. */
  void giveBack(List<Delivery> deliveries) {
    if (!deliveries.isEmpty()) {
      shared.queue().giveBack(deliveries.stream().map(Delivery::id).toList());
    }
  }
}
