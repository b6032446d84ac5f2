package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.deliver.Lane;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.send.DeliveryClient;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.LeasedDeliveries;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends messages of one lane, one after the other, over one {@link DeliveryClient}. The outcome of
 * each is durable before the next is begun: if the process is killed, no more than one message a
 * connection is sent twice. One thread's, but for {@link #cut}.
 */
final class LaneRun implements AutoCloseable {
  /** The place of a failure of our own, as attempts show it. */
  private static final String OURSELVES = "this server";

  /** A fault of ours says nothing of the lane: the next message may go through (RFC 3463 §3.4). */
  private static final String OWN_FAULT = "4.3.0";

  private final WorkerContext shared;
  private final String lane;
  private final AttemptSettlement settling;
  private volatile Optional<DeliveryClient> courier = Optional.empty();
  private Optional<ConfigSnapshot> madeBy = Optional.empty();

  LaneRun(WorkerContext shared, String lane) {
    this.shared = shared;
    this.lane = lane;
    this.settling = new AttemptSettlement(shared, this::release);
  }

  /**
   * Leases the mail of an originator in the lane that has been due longest. Mail that has another
   * route by now is moved, mail that must not leave any more is held.
   */
  Optional<LeasedWork> lease(LanePart part) {
    while (true) {
      var room = new WarmUpRoom(shared.warmUps(), shared.parcels()::recipients);
      var found = found(part, room);
      shared.warmUps().news().forEach(settling::said);
      divertRefused(part, room, found);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      var leased = new LeasedWork(found.get(), shared.live().current(), room);
      if (orGiveBack(leased, () -> isStillDue(leased))) {
        return Optional.of(leased);
      }
      room.giveBack();
    }
  }

  private Optional<LeasedDeliveries> found(LanePart part, WarmUpRoom room) {
    var found = Optional.<LeasedDeliveries>empty();
    try {
      found = shared.queue().lease(part, shared.clock().instant(), room);
      return found;
    } finally {
      room.leased(found.map(leased -> leased.deliveries().size()).orElse(0));
    }
  }

  /**
   * Moves what has no room to the relay that is there for it. The part is looked at again then, as
   * there may be other mail that has room; where it cannot be moved too, as nobody else knows of
   * it.
   */
  private void divertRefused(LanePart part, WarmUpRoom room, Optional<LeasedDeliveries> found) {
    if (room.refused().isEmpty()) {
      return;
    }
    boolean isToBeLookedAt = true;
    boolean done = false;
    try {
      isToBeLookedAt = isDiverted(room.refused().get()) || !shared.warmUps().isWaiting(part);
      done = true;
    } finally {
      if (!done) {
        room.giveBack();
        found.ifPresent(leased -> settling.giveBack(leased.deliveries()));
      }
      if (isToBeLookedAt) {
        shared.queue().reconsider(part);
      }
    }
  }

  /** Moves what has no room to the relay that is there for it, if any is. */
  private boolean isDiverted(Delivery refused) {
    var way = Overflow.lane(shared.live().current().directory(), refused.policy());
    way.ifPresent(other -> shared.queue().divert(refused.destination(), lane, other.key().name()));
    return way.isPresent();
  }

  /** The same, of any originator, for what is not attempted: it takes no room. */
  private Optional<LeasedWork> lease() {
    while (true) {
      var found =
          shared
              .queue()
              .lease(
                  lane, shared.clock().instant(), (first, _) -> shared.parcels().recipients(first));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      var room = new WarmUpRoom(shared.warmUps(), shared.parcels()::recipients);
      var leased = new LeasedWork(found.get(), shared.live().current(), room);
      if (orGiveBack(leased, () -> isStillDue(leased))) {
        return Optional.of(leased);
      }
    }
  }

  /** Moves or holds what is not to go this way any more. */
  private boolean isStillDue(LeasedWork leased) {
    var deliveries = leased.consignment().deliveries();
    var any = leased.consignment().any();
    var reason = shared.holds().reason(any, leased.by());
    if (reason.isPresent()) {
      shared.holds().hold(reason.get(), deliveries, leased.by());
      settling.giveBack(deliveries);
      return false;
    }
    var way = way(any, leased.by().directory()).key().name();
    if (!way.equals(lane)) {
      settling.giveBack(deliveries);
      shared.queue().move(any.destination(), lane, way);
      return false;
    }
    return true;
  }

  private static Lane way(Delivery delivery, Directory by) {
    return Overflow.has(by, delivery)
        ? Overflow.lane(by, delivery.policy()).orElseThrow()
        : Lane.of(by, delivery.policy(), delivery.isReport(), delivery.destination());
  }

  /** Attempts it, and makes the outcomes durable. Returns them, one a delivery. */
  List<Attempt> deliver(LeasedWork leased) {
    var tried =
        orGiveBack(
            leased,
            () -> {
              var attempt = attempt(leased);
              settling.settle(leased, attempt.outcomes(), attempt.peerReports());
              return attempt;
            });
    leased.room().giveBack(); // of what was not reached
    return tried.outcomes();
  }

  /**
   * The outcomes of an attempt.
   *
   * @param outcomes one a delivery, in their order
   * @param peerReports whether the peer reports itself what becomes of what it took
   */
  private record Tried(List<Attempt> outcomes, boolean peerReports) {}

  private Tried attempt(LeasedWork leased) {
    var consignment = leased.consignment();
    var began = shared.clock().instant();
    // A message whose parts lie in one another too deep is this message's fault, and no Error that
    // ends the process: it would end the next one too.
    try {
      var outcomes =
          courier(leased).attempt(shared.parcels().of(consignment, leased.by().signers()));
      return new Tried(outcomes, courier.filter(DeliveryClient::passedReportsOn).isPresent());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // by the schedule like any other failure: the lane must not stand still for it
      shared
          .observer()
          .on(new Event.Failed(FailurePlace.DELIVERY, "of " + consignment.messageId(), e));
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

  /** Whether no server could be reached: the rest of the lane need not find out the same. */
  static boolean isNobodyThere(List<Attempt> outcomes) {
    return !outcomes.isEmpty() && outcomes.stream().allMatch(LaneRun::isUnreachable);
  }

  private static boolean isUnreachable(Attempt attempt) {
    return attempt.outcome() == Outcome.DEFERRED
        && attempt.code() == 0
        && attempt.address().isEmpty()
        && !attempt.enhanced().equals(OWN_FAULT);
  }

  /** Settles what is due in the lane with the same outcome, without an attempt. */
  void deferRest(Attempt why) {
    for (var rest = lease();
        rest.isPresent();
        rest = settling.isCut() ? Optional.empty() : lease()) {
      var consignment = rest.get().consignment();
      var same = Collections.nCopies(consignment.deliveries().size(), why);
      var each = rest.get();
      orGiveBack(
          each,
          () -> {
            settling.settle(each, same, false);
            return true;
          });
    }
  }

  /** Does {@code work}, and gives the lease back where it fails. */
  private <T> T orGiveBack(LeasedWork leased, Supplier<T> work) {
    var consignment = leased.consignment();
    var done = false;
    try {
      var result = work.get();
      done = true;
      return result;
    } catch (Error e) {
      // before anybody else can have it: a peer may have it already
      shared.faults().halt().now("delivering " + consignment.messageId(), e);
      throw e;
    } finally {
      if (!done) {
        leased.room().giveBack();
        settling.giveBack(consignment.deliveries());
      }
    }
  }

  /** The delivery client, made anew when the config has changed. */
  private DeliveryClient courier(LeasedWork leased) {
    var delivery = leased.consignment().any();
    var by = leased.by();
    if (courier.isEmpty() || madeBy.filter(last -> last == by).isEmpty()) {
      courier.ifPresent(DeliveryClient::close);
      madeBy = Optional.of(by);
      var rules = by.directory().policy(delivery.policy()).delivery();
      courier = Optional.of(shared.couriers().to(way(delivery, by.directory()).hop(), rules.tls()));
      if (settling.isCut()) {
        courier.get().close();
      }
    }
    return courier.get();
  }

  /** The peer need not wait for us: the next message finds another connection. */
  private void release() {
    courier.ifPresent(DeliveryClient::close);
    courier = Optional.empty();
  }

  /** From another thread: ends the attempt under way, which is given back. */
  void cut() {
    settling.cut();
    courier.ifPresent(DeliveryClient::close);
  }

  @Override
  public void close() {
    courier.ifPresent(DeliveryClient::close);
  }
}
