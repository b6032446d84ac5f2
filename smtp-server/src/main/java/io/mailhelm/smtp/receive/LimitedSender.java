package io.mailhelm.smtp.receive;

import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.smtp.deliver.MessageOrigin;
import io.mailhelm.smtp.live.Directory;
import java.util.Optional;

/**
 * Whose limits a message counts against. A peer that may relay without a login counts as the user
 * whose address it sends as.
 *
 * @param policy by the config that runs
 * @param mailboxId of the user; empty: it is nobody's address
 */
record LimitedSender(SendPolicy policy, Optional<String> mailboxId) {
  static LimitedSender of(Directory directory, MessageOrigin origin) {
    return of(directory, origin.user().or(() -> origin.sender().flatMap(directory::owner)));
  }

  static LimitedSender of(Directory directory, Optional<User> sender) {
    return new LimitedSender(
        directory.policy(sender.flatMap(User::sendPolicy)), sender.map(User::mailboxId));
  }
}
