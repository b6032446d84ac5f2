package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ReturnPath;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.CurrentMailboxes;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;

/**
 * Tells the store whether mail for a target still goes to its mailbox, by the config that runs now.
 */
public final class LiveMailboxes implements CurrentMailboxes {
  private final LiveConfig live;

  public LiveMailboxes(LiveConfig live) {
    this.live = live;
  }

  /** Whether the mailbox is whose it was, and so are the recipients that are users' addresses. */
  @Override
  public boolean has(Target target) {
    var directory = live.current().directory();
    return isThere(directory, target)
        && target.recipients().stream().noneMatch(each -> isOthers(directory, target, each));
  }

  private static boolean isThere(Directory directory, Target target) {
    return directory
        .resolve(target.address())
        .filter(mailbox -> mailbox.mailboxId().equals(target.mailboxId()))
        .isPresent();
  }

  /** An alias may have moved to another user. A return path does not name its user. */
  private static boolean isOthers(Directory directory, Target target, Recipient recipient) {
    return ReversePath.mailbox(recipient.address())
        .filter(address -> !ReturnPath.isWrittenLikeOne(address))
        .flatMap((Mailbox address) -> directory.owner(address))
        .filter(user -> !user.mailboxId().equals(target.mailboxId()))
        .isPresent();
  }
}
