package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailUser;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Mailboxes that MailUsers take over from deleted ones: only what nobody else has, or whoever may
 * declare a user could read everybody's mail.
 */
final class Adoptions {
  private final Map<String, MailUser> holders = new HashMap<>();
  private final Problems problems;

  /**
   * @param users all there are, those that are going included
   */
  Adoptions(Collection<MailUser> users, Platform platform, Problems problems) {
    this.problems = problems;
    users.stream()
        .sorted(Seniority.on(platform, user -> false))
        .forEach(
            user ->
                MailboxId.adopted(platform, user)
                    .ifPresent(mailbox -> holders.putIfAbsent(mailbox, user)));
    users.stream()
        .filter(user -> user.getMetadata().getUid() != null)
        .forEach(user -> holders.put(user.getMetadata().getUid(), user));
  }

  /** Reports a mailbox that is somebody else's. */
  void check(MailUser user, Platform platform) {
    MailboxId.adopted(platform, user)
        .map(holders::get)
        .filter(holder -> !ResourceReader.ref(holder).equals(ResourceReader.ref(user)))
        .ifPresent(
            holder ->
                problems.error(
                    user,
                    Reason.MailboxConflict,
                    "metadata.annotations",
                    "%s names a mailbox that is %s's: it can be taken over once that is gone"
                        .formatted(MailboxId.ADOPT, ResourceReader.ref(holder))));
  }
}
