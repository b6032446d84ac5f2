package io.mailhelm.operator.dkimrotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.dns.rotation.Plan;
import io.mailhelm.dns.rotation.Rotation;
import io.mailhelm.dns.rotation.Sight;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.operator.rounds.Crowd;
import io.mailhelm.operator.rounds.Rounds;
import io.mailhelm.operator.rounds.Watches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The keys of one MailDomain, driven on until it is closed. Any thread. */
final class Turning implements Watches.Watch<HeldKeys> {
  private static final Logger LOG = Logger.getLogger(Turning.class);

  /**
   * Whoever changed the Secret makes the reconciler tell of it; this is for the case it does not.
   */
  private static final Duration AFTER_A_CONFLICT = Duration.ofMinutes(1);

  /** Nothing can be done before a person has mended what is in the Secret. */
  private static final Duration UNREADABLE = Duration.ofHours(1);

  private final ResourceID domain;
  private final Hands hands;
  private final Runnable bell;
  private final Rounds rounds;
  private volatile HeldKeys held;
  private volatile Optional<Instant> nextTransition = Optional.empty();
  private volatile Map<String, String> unseen = Map.of();

  /**
   * What all of them share.
   *
   * @param crowd how many work at once
   * @param ages shows them
   */
  record Hands(
      KubernetesClient client, Observers observers, Crowd crowd, KeyAges ages, Clock clock) {}

  /**
   * @param bell rung when {@link #nextTransition} or {@link #unseen} changes
   */
  Turning(ResourceID domain, HeldKeys held, Hands hands, Runnable bell) {
    this.domain = domain;
    this.hands = hands;
    this.bell = bell;
    this.held = held;
    this.rounds = Rounds.begin("the rotation of the keys of " + domain.getName(), this::go);
  }

  /** What is there now; looked at at once where it is something else. */
  @Override
  public void about(HeldKeys now) {
    var before = held;
    held = now;
    if (!now.isAs(before)) {
      rounds.call();
    }
  }

  /** When something changes by itself. */
  Optional<Instant> nextTransition() {
    return nextTransition;
  }

  /** Who does not show the record of a pending key, and what they said, by selector. */
  Map<String, String> unseen() {
    return unseen;
  }

  private Duration go(Rounds mine) throws InterruptedException {
    var now = held;
    return hands.crowd().take(() -> step(now, mine));
  }

  private Duration step(HeldKeys now, Rounds mine) {
    var data = SecretPatch.data(now.secret());
    DkimLedger ledger;
    try {
      ledger = ledger(data);
    } catch (IllegalArgumentException e) {
      LOG.warnf("the keys of %s stay as they are: %s", domain.getName(), e.getMessage());
      return UNREADABLE;
    }
    var sights = sights(now, ledger);
    var plan = Rotation.next(ledger, now.rules(), sights, hands.clock().instant());
    if (mine.isClosed()) {
      return Duration.ZERO;
    }
    hands.ages().show(domain, now.declared(), plan.ledger());
    var patch = SecretPatch.of(now.secret(), DkimKeys.keep(data, plan.ledger()));
    if (patch.isPresent() && !SecretPatch.write(hands.client(), now.secret(), patch.get())) {
      return AFTER_A_CONFLICT;
    }
    var obstacles = Sight.obstacles(sights);
    if (!nextTransition.equals(plan.nextTransition()) || !unseen.equals(obstacles)) {
      nextTransition = plan.nextTransition();
      unseen = obstacles;
      bell.run();
    }
    return pause(plan, now);
  }

  /** A Secret of ours without a ledger is of a version that had none. */
  private DkimLedger ledger(Map<String, byte[]> data) {
    return DkimLedger.in(data)
        .orElseGet(() -> Rotation.adopt(DkimKeys.withoutLedger(data), hands.clock().instant()));
  }

  private Map<String, Sight> sights(HeldKeys now, DkimLedger ledger) {
    var pending =
        now.pending().stream()
            .filter(
                key ->
                    ledger
                        .key(key.selector())
                        .filter(any -> any.stage() == DkimKey.Stage.Pending)
                        .isPresent())
            .toList();
    return now.domain()
        .filter(any -> !pending.isEmpty())
        .map(
            any -> hands.observers().of(now.resolvers(), now.addresses()).of(any.domain(), pending))
        .orElse(Map.of());
  }

  /** A record that is waited for is looked for as often as the others are. */
  private static Duration pause(Plan plan, HeldKeys now) {
    var interval =
        now.domain()
            .filter(any -> !now.pending().isEmpty())
            .map(Domain::dns)
            .map(dns -> dns.checkInterval())
            .orElse(plan.lookAgain());
    return interval.compareTo(plan.lookAgain()) < 0 ? interval : plan.lookAgain();
  }

  @Override
  public void close() {
    rounds.close();
    hands.ages().forget(domain);
  }
}
