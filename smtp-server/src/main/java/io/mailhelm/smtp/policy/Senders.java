package io.mailhelm.smtp.policy;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.smtp.live.Directory;

/** Which addresses a user may send as ({@code SendPolicy.spec.senders}). Pure. */
public final class Senders {
  private Senders() {}

  /** Whether the policy lets {@code user} put {@code address} into MAIL FROM or the From field. */
  public static boolean mayUse(Directory directory, User user, SendPolicy policy, Mailbox address) {
    var canonical = address.canonical();
    return switch (policy.from()) {
          case Any -> true;
          case OwnDomain -> canonical.domain().equals(user.address().domain());
          case OwnAddresses -> false;
        }
        || isOwn(directory, user, canonical)
        || isAllowed(policy, canonical);
  }

  private static boolean isOwn(Directory directory, User user, Mailbox canonical) {
    return directory
        .owner(canonical)
        .filter(owner -> owner.address().equals(user.address()))
        .isPresent();
  }

  private static boolean isAllowed(SendPolicy policy, Mailbox canonical) {
    for (var entry : policy.allow()) {
      if (entry.startsWith("@")
          ? entry.substring(1).equalsIgnoreCase(canonical.domain().ascii())
          : entry.equalsIgnoreCase(canonical.toString())) {
        return true;
      }
    }
    return false;
  }
}
