package io.mailhelm.compiler;

import io.mailhelm.config.Domain;
import io.mailhelm.config.User;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailDomainStatus.RetainedMailboxStatus;
import java.util.List;
import java.util.Optional;

/**
 * Makes the part of statuses about mailboxes of deleted users. While the servers have not been
 * asked, it stays as it was.
 */
final class RetainedStatuses {
  static final String FOUND = "RetainedMailboxFound";

  private final Optional<Retained> retained;

  RetainedStatuses(ObservedState observed) {
    this.retained = observed.retained();
  }

  /** How many a domain has; null where that is unknown. */
  Integer count(Optional<Domain> domain, Optional<MailDomainStatus> previous) {
    return of(domain)
        .map(Retained.OfDomain::count)
        .or(() -> previous.map(MailDomainStatus::retainedMailboxCount))
        .orElse(null);
  }

  /** The first of them; null where it has none. */
  List<RetainedMailboxStatus> first(Optional<Domain> domain, Optional<MailDomainStatus> previous) {
    var now = of(domain);
    return now.isEmpty()
        ? previous.map(MailDomainStatus::retainedMailboxes).orElse(null)
        : now.filter(kept -> !kept.first().isEmpty())
            .map(kept -> kept.first().stream().map(RetainedStatuses::status).toList())
            .orElse(null);
  }

  private Optional<Retained.OfDomain> of(Optional<Domain> domain) {
    return retained.flatMap(
        all ->
            domain.map(
                any ->
                    all.domains().getOrDefault(any.domain().ascii(), Retained.OfDomain.NOTHING)));
  }

  private static RetainedMailboxStatus status(Retained.Kept kept) {
    return new RetainedMailboxStatus(
        kept.address(), kept.id(), kept.messages(), kept.octets(), kept.since().toString());
  }

  /** Sets the condition of a user that found a mailbox; other users have no such condition. */
  void found(Optional<User> user, Conditions conditions, List<Condition> before) {
    if (retained.isEmpty()) {
      if (before != null && before.stream().anyMatch(any -> any.type().equals(FOUND))) {
        conditions.set(FOUND, conditions.before(FOUND));
      }
      return;
    }
    user.map(User::mailboxId)
        .map(retained.get().found()::get)
        .ifPresent(found -> conditions.set(FOUND, outcome(found)));
  }

  private static ConditionOutcome outcome(Retained.Found found) {
    var what =
        "a mailbox of this address, closed since %s, was there with %d messages of %d octets"
            .formatted(found.since(), found.messages(), found.octets());
    return found.taken()
        ? ConditionOutcome.yes("TakenUp", what + ": it is this user's now")
        : ConditionOutcome.yes(
            "LeftClosed",
            what
                + ", and is as it was: write spec.adopt: Address and its mail is this user's, or"
                + " leave it closed");
  }
}
