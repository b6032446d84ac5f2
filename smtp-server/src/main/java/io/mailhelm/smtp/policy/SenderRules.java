package io.mailhelm.smtp.policy;

import io.mailhelm.config.AddressPattern;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.smtp.live.Directory;
import java.util.List;

/**
 * Decides whether a user may send as an address ({@code SendPolicy.spec.senders}). A policy is
 * written by the sender's side, so in the domain of another MailDomain of this server it counts
 * only where that one grants it ({@code MailDomain.spec.dkim.grantedTo}). Pure.
 */
public final class SenderRules {
  private SenderRules() {}

  /** Whether the policy lets {@code user} put {@code address} into MAIL FROM or the From field. */
  public static boolean mayUse(Directory directory, User user, SendPolicy policy, Mailbox address) {
    var canonical = address.canonical();
    if (!isGranted(directory, user, canonical.domain()) || isIn(policy.deny(), canonical)) {
      return false;
    }
    return switch (policy.from()) {
          case Any -> true;
          case OwnDomain -> canonical.domain().equals(user.address().domain());
          case OwnAddresses -> false;
        }
        || isOwn(directory, user, canonical)
        || isIn(policy.allow(), canonical);
  }

  /**
   * Whether the policy lets {@code user} put into the From field what cannot be read there: only
   * where that can be nobody's who would have to grant it.
   */
  public static boolean mayUseAnything(Directory directory, User user, SendPolicy policy) {
    return policy.from() == SendPolicy.From.Any
        && policy.deny().isEmpty()
        && directory.domains().stream()
            .allMatch(domain -> isGranted(directory, user, domain.domain()));
  }

  /** Whether the domain is the user's own, none of ours, or one whose MailDomain says so. */
  private static boolean isGranted(Directory directory, User user, DomainName domain) {
    var own = user.address().domain();
    if (domain.equals(own)) {
      return true;
    }
    var name = directory.domain(own).map(Domain::name).orElse("");
    return directory
        .domain(domain)
        .map(hosted -> hosted.signingGrants().contains(name))
        .orElse(true);
  }

  private static boolean isOwn(Directory directory, User user, Mailbox canonical) {
    return directory
        .owner(canonical)
        .filter(owner -> owner.address().equals(user.address()))
        .isPresent();
  }

  private static boolean isIn(List<AddressPattern> patterns, Mailbox canonical) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(canonical));
  }
}
