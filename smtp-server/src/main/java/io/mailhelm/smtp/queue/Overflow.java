package io.mailhelm.smtp.queue;

import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.deliver.Lane;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.Submitter;
import java.util.Optional;

/** The way of mail for which a warm-up has no room, where its policy names one. Pure. */
final class Overflow {
  private Overflow() {}

  /** The lane by which a policy's mail goes then; empty where it waits. */
  static Optional<Lane> lane(Directory directory, Optional<String> policy) {
    return policy
        .flatMap(directory::declaredPolicy)
        .flatMap(SendPolicy::warmUp)
        .flatMap(warmUp -> warmUp.overflow())
        .map(relay -> Lane.to(relay, policy));
  }

  /** Whether a delivery goes that way; it stays there, however much room there is by now. */
  static boolean has(Directory directory, Delivery delivery) {
    return !delivery.isReport()
        && lane(directory, delivery.policy())
            .filter(lane -> lane.key().name().equals(delivery.lane()))
            .isPresent();
  }

  /** The part of its lane that a delivery belongs to. */
  static LanePart part(Delivery delivery) {
    return new LanePart(
        delivery.lane(),
        new Originator(delivery.domain(), delivery.user().map(Submitter::login).orElse("")));
  }
}
