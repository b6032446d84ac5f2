package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.reputation.Reputations;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailQueue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds deliveries that the config or the reputation of their policy does not let leave, and
 * releases them when it does. What people hold only people release. Thread-safe; {@link #review} is
 * one thread's.
 */
final class Holds {
  /** Deliveries looked at in one go. */
  private static final int AT_ONCE = 500;

  private final LiveConfig live;
  private final Reputations reputations;
  private final MailQueue queue;
  private final Observer observer;
  private final Clock clock;

  /** By what the latest review went; what is so now may allow what was not allowed then. */
  private volatile Optional<Grounds> reviewed = Optional.empty();

  /**
   * What a review goes by.
   *
   * @param pauses {@link Reputations#changes}
   */
  private record Grounds(ConfigSnapshot config, long pauses) {
    boolean isSame(Grounds other) {
      return config == other.config && pauses == other.pauses;
    }
  }

  Holds(LiveConfig live, Reputations reputations, MailQueue queue, Observer observer, Clock clock) {
    this.live = live;
    this.reputations = reputations;
    this.queue = queue;
    this.observer = observer;
    this.clock = clock;
  }

  /** Why a delivery must not leave by a config and by what is paused now; empty when it may. */
  Optional<HoldReason> reason(Delivery delivery, ConfigSnapshot by) {
    return HoldRules.of(by.directory(), delivery, reputations::isPaused);
  }

  /**
   * Holds deliveries.
   *
   * @param by the config that it was decided by
   */
  void hold(HoldReason reason, List<Delivery> deliveries, ConfigSnapshot by) {
    queue.hold(reason, deliveries.stream().map(Delivery::id).toList(), clock.instant());
    if (live.current() != by || isOver(reason, deliveries)) {
      reviewed = Optional.empty(); // the review by what is so now may have been before this
    }
    try {
      deliveries.forEach(
          delivery ->
              observer.on(
                  new Event.Held(delivery.messageId(), delivery.recipient().address(), reason)));
    } catch (RuntimeException e) {
      // it is held, whoever fails to hear of it
    }
  }

  /** Whether what was held for a pause may leave by now. */
  private boolean isOver(HoldReason reason, List<Delivery> deliveries) {
    return reason == HoldReason.POLICY_PAUSED
        && deliveries.stream().anyMatch(delivery -> reason(delivery, live.current()).isEmpty());
  }

  /**
   * Releases what may leave now, where something else is declared or paused than at the last
   * review.
   *
   * @return whether anything was released
   */
  boolean review() {
    var by = live.current();
    var grounds = new Grounds(by, reputations.changes());
    if (reviewed.filter(grounds::isSame).isPresent()) {
      return false;
    }
    reviewed = Optional.of(grounds);
    int released = 0;
    try {
      var after = Optional.<DeliveryId>empty();
      do {
        var page = queue.heldByThemselves(after, AT_ONCE);
        released += review(page, by);
        after = page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().id());
      } while (after.isPresent());
    } catch (RuntimeException | Error e) {
      reviewed = Optional.empty();
      throw e;
    }
    if (released > 0) {
      observer.on(new Event.Released(released));
    }
    return released > 0;
  }

  private int review(List<Delivery> page, ConfigSnapshot by) {
    var free = new ArrayList<DeliveryId>();
    Map<HoldReason, List<Delivery>> other = new EnumMap<>(HoldReason.class);
    for (var delivery : page) {
      var reason = reason(delivery, by);
      if (reason.isEmpty()) {
        free.add(delivery.id());
      } else if (delivery.hold().filter(hold -> hold.reason() == reason.get()).isEmpty()) {
        other.computeIfAbsent(reason.get(), any -> new ArrayList<>()).add(delivery);
      }
    }
    other.forEach((reason, deliveries) -> hold(reason, deliveries, by));
    return free.isEmpty() ? 0 : queue.unhold(free, clock.instant());
  }
}
