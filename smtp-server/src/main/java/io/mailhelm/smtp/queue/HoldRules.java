package io.mailhelm.smtp.queue;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.policy.RecipientGuard;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.PolicyKey;
import io.mailhelm.smtp.store.Submitter;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides whether queued mail may leave by the config that runs now, and by which policies are
 * paused. A policy or user that was never named has a default; for one that is gone the mail is
 * held. Pure.
 */
final class HoldRules {
  private HoldRules() {}

  /**
   * Why a delivery must not leave; empty when it may. The first reason that is found counts.
   *
   * @param isPaused whether a policy's mail waits for what became of other mail of it
   */
  static Optional<HoldReason> of(
      Directory directory, Delivery delivery, Predicate<PolicyKey> isPaused) {
    var domain = directory.domain(DomainName.of(delivery.domain()));
    if (domain.isEmpty()) {
      return Optional.of(HoldReason.DOMAIN_GONE);
    }
    if (domain.get().outbound() == Domain.Outbound.Capture) {
      return Optional.of(HoldReason.CAPTURE);
    }
    return ofUser(directory, delivery)
        .or(() -> ofPolicy(directory, domain.get(), delivery, isPaused));
  }

  private static Optional<HoldReason> ofUser(Directory directory, Delivery delivery) {
    if (delivery.user().isEmpty()) {
      return Optional.empty(); // of a peer that needs no login, or a report of ours
    }
    var user = delivery.user().flatMap(submitter -> user(directory, submitter));
    return user.isEmpty()
        ? Optional.of(HoldReason.USER_GONE)
        : user.filter(User::suspended).map(suspended -> HoldReason.USER_SUSPENDED);
  }

  /** By the mailbox, where it is known: the address may have another user now. */
  private static Optional<User> user(Directory directory, Submitter submitter) {
    return submitter.mailboxId().isPresent()
        ? directory.byMailbox(submitter.mailboxId().get())
        : directory.login(Mailbox.of(submitter.login()));
  }

  private static Optional<HoldReason> ofPolicy(
      Directory directory, Domain domain, Delivery delivery, Predicate<PolicyKey> isPaused) {
    if (delivery.policy().isEmpty()) {
      return Optional.empty();
    }
    // one of the same name for another domain is another policy
    var policy =
        directory
            .declaredPolicy(delivery.policy().get())
            .filter(it -> it.domain().equals(domain.name()));
    if (policy.isEmpty()) {
      return Optional.of(HoldReason.POLICY_GONE);
    }
    // suspending who sends keeps nobody from being told; a user with the null reverse-path sends
    if (!delivery.isReport()) {
      if (policy.get().suspended()) {
        return Optional.of(HoldReason.POLICY_SUSPENDED);
      }
      if (isPaused.test(new PolicyKey(delivery.domain(), policy.get().name()))) {
        return Optional.of(HoldReason.POLICY_PAUSED);
      }
    }
    return mayLeave(policy.get(), delivery)
        ? ofRoute(directory, policy.get(), delivery)
        : Optional.of(HoldReason.RECIPIENT_NOT_ALLOWED);
  }

  private static boolean mayLeave(SendPolicy policy, Delivery delivery) {
    return RecipientGuard.mayLeave(policy, ReversePath.mailbox(delivery.recipient().address()));
  }

  private static Optional<HoldReason> ofRoute(
      Directory directory, SendPolicy policy, Delivery delivery) {
    var overflow = policy.warmUp().flatMap(WarmUp::overflow);
    if (overflow.isPresent() && Overflow.has(directory, delivery)) {
      return ofLogin(directory, overflow);
    }
    var route =
        policy.routes().stream().filter(any -> any.matches(delivery.destination())).findFirst();
    if (route.isEmpty() && LaneKey.parse(delivery.lane()).isRelayed()) {
      return Optional.of(HoldReason.ROUTE_GONE);
    }
    return ofLogin(directory, route.flatMap(Route::relay));
  }

  private static Optional<HoldReason> ofLogin(Directory directory, Optional<Route.Relay> relay) {
    return relay
        .flatMap(Route.Relay::credentials)
        .filter(name -> !directory.hasCredential(name))
        .map(name -> HoldReason.CREDENTIALS_GONE);
  }
}
