package io.mailhelm.smtp.queue;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.send.Courier;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Consignment;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailQueue.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Messages of one lane, one after the other, by one courier. The outcome of each is durable before
 * the next is begun: whatever kills the process, no more than one message a connection is sent
 * twice. One thread's, but for {@link #cut}.
 */
final class Run implements AutoCloseable {
  /** Where a failure of our own took place, for who reads of it. */
  private static final String OURSELVES = "this server";

  /** Says nothing of the lane: the next message may be well (RFC 3463 §3.4). */
  private static final String OWN_FAULT = "4.3.0";

  private final Delivering shared;
  private final String lane;
  private final Settling settling;
  private volatile Optional<Courier> courier = Optional.empty();
  private Optional<Snapshot> madeBy = Optional.empty();

  Run(Delivering shared, String lane) {
    this.shared = shared;
    this.lane = lane;
    this.settling = new Settling(shared);
  }

  /**
   * What has been due longest; empty when nothing is. What goes another way by now is moved, what
   * must not leave any more is held.
   */
  Optional<Consignment> lease() {
    while (true) {
      var leased =
          shared.queue().lease(lane, shared.clock().instant(), shared.parcels()::recipients);
      if (leased.isEmpty() || orGiveBack(leased.get(), () -> isStillDue(leased.get()))) {
        return leased;
      }
    }
  }

  /** Puts away what is not to go this way any more. */
  private boolean isStillDue(Consignment consignment) {
    var any = consignment.any();
    if (shared.live().current().directory().captures(any.domain())) {
      // told to send nothing any more, after this was queued
      settling.giveBack(consignment.deliveries());
      var ids = consignment.deliveries().stream().map(Delivery::id).toList();
      shared.queue().apply(Action.HOLD, ids, shared.clock().instant());
      return false;
    }
    var way = way(any).key();
    if (!way.equals(lane)) {
      settling.giveBack(consignment.deliveries());
      shared.queue().move(any.destination(), lane, way);
      return false;
    }
    return true;
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
    var tried =
        orGiveBack(
            consignment,
            () -> {
              var attempt = attempt(consignment);
              settling.settle(consignment, attempt.outcomes(), attempt.peerReports());
              return attempt;
            });
    if (tried.outcomes().stream().allMatch(Run::isUnreachable)) {
      deferRest(tried.outcomes().getFirst());
    }
  }

  /**
   * What an attempt came to.
   *
   * @param outcomes one a delivery, in their order
   * @param peerReports whether the peer reports itself what becomes of what it took
   */
  private record Tried(List<Attempt> outcomes, boolean peerReports) {}

  private Tried attempt(Consignment consignment) {
    var began = shared.clock().instant();
    try {
      var courier = courier(consignment.any());
      var outcomes = courier.attempt(shared.parcels().of(consignment));
      return new Tried(outcomes, courier.passedReportsOn());
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
      return new Tried(Collections.nCopies(consignment.deliveries().size(), why), false);
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
    for (var rest = lease();
        rest.isPresent();
        rest = settling.isCut() ? Optional.empty() : lease()) {
      var same = Collections.nCopies(rest.get().deliveries().size(), why);
      var consignment = rest.get();
      orGiveBack(
          consignment,
          () -> {
            settling.settle(consignment, same, false);
            return true;
          });
    }
  }

  /** What fails inside us leaves no lease behind. */
  private <T> T orGiveBack(Consignment consignment, Supplier<T> work) {
    var done = false;
    try {
      var result = work.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        settling.giveBack(consignment.deliveries());
      }
    }
  }

  private DeliveryRules rules(Delivery delivery) {
    return shared.live().current().directory().policy(delivery.policy()).delivery();
  }

  /** The courier, made anew when what is declared has changed. */
  private Courier courier(Delivery delivery) {
    var now = shared.live().current();
    if (courier.isEmpty() || madeBy.filter(by -> by == now).isEmpty()) {
      courier.ifPresent(Courier::close);
      madeBy = Optional.of(now);
      courier = Optional.of(shared.couriers().to(way(delivery).hop(), rules(delivery).tls()));
      if (settling.isCut()) {
        courier.get().close();
      }
    }
    return courier.get();
  }

  /** From another thread: ends the attempt under way, which is given back. */
  void cut() {
    settling.cut();
    courier.ifPresent(Courier::close);
  }

  @Override
  public void close() {
    courier.ifPresent(Courier::close);
  }
}
