package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.receive.Acceptance.Arrived;
import io.mailhelm.smtp.receive.MessageChecks.Refusal;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.QueueShares;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a client is told when the store did not take its message. */
final class CommitRefusals {
  private static final int MAX_NAMED = 4; // a reply line has 512 octets (RFC 5321 §4.5.3.1.5)

  private CommitRefusals() {}

  /** Mailboxes are full. */
  static Refusal full(Envelope envelope, List<Mailbox> full) {
    var names = names(envelope, full);
    return new Refusal(
        Reply.of(452, "4.2.2", "Mailbox full: " + names), RejectionReason.MailboxFull, names);
  }

  /** More of the user's mail would wait than may. */
  static Refusal tooMuchWaiting(Arrived arrived) {
    var limit = arrived.config().config().server().limits().storage().waitingPerUser();
    return new Refusal(Replies.tooMuchWaiting(limit), RejectionReason.TooMuchWaiting, "");
  }

  /** More recipients would wait than may, of the user, of the domain, or in all. */
  static Refusal queueFull(Envelope envelope, QueueShares.Full full) {
    return new Refusal(
        QueueSharing.reply(full, envelope.sendingDomain()), RejectionReason.QueueFull, "");
  }

  /**
   * Nothing was stored: the client tries again, and RCPT then answers for each recipient by its
   * present state.
   */
  static Refusal gone(Envelope envelope, List<Mailbox> gone) {
    var names = names(envelope, gone);
    return new Refusal(
        Reply.of(450, "4.2.1", "Mailbox gone or moved since RCPT, send again: " + names),
        RejectionReason.MailboxGone,
        names);
  }

  /**
   * Names the recipients as the client wrote them, which must not learn whose mailbox an alias is.
   */
  private static String names(Envelope envelope, List<Mailbox> mailboxes) {
    return envelope.targets().stream()
        .filter(target -> mailboxes.contains(target.address()))
        .flatMap(target -> target.captured() ? Stream.of("your own") : written(target))
        .distinct()
        .limit(MAX_NAMED)
        .collect(Collectors.joining(", "));
  }

  private static Stream<String> written(Target target) {
    return target.recipients().stream().map(Recipient::address);
  }
}
