package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.store.QueueShares;

/** The shares of the queue as they are declared, and what a client hears that is beyond one. */
public final class QueueSharing {
  private QueueSharing() {}

  /** The shares by a config. */
  public static QueueShares of(ConfigSnapshot by) {
    var config = by.config();
    var limits = config.server().limits();
    return new QueueShares(
        limits.queue(),
        limits.storage().queuePerUserPercent(),
        limits.storage().queuePerDomainPercent(),
        config.users().size() > 1,
        config.domains().size() > 1);
  }

  /**
   * The reply where a share is full.
   *
   * @param domain the domain of ours that the mail leaves from
   */
  static Reply reply(QueueShares.Full full, String domain) {
    return switch (full.holder()) {
      case QUEUE -> Replies.QUEUE_FULL;
      case DOMAIN -> Replies.domainQueueFull(domain, full.limit());
      case USER -> Replies.userQueueFull(full.limit());
    };
  }
}
