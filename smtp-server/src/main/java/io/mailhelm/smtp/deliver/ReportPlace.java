package io.mailhelm.smtp.deliver;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ReportedMessage;
import io.mailhelm.smtp.deliver.ReportMail.Reporter;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import java.util.List;
import java.util.Optional;

/**
 * Where a report of ours goes.
 *
 * @param mailbox here; empty: to the reverse-path, elsewhere
 * @param isSenders whether it may return the message there
 */
record ReportPlace(Optional<Destination> mailbox, boolean isSenders) {
  /**
   * The sender's mailbox, or elsewhere; the postmaster's when the sender is gone. The message is
   * none of the postmaster's business, nor of who has the sender's address by now.
   *
   * @return empty when it would have to leave from a domain whose mail is captured, or nobody is
   *     there to read it
   */
  static Optional<ReportPlace> of(Directory directory, Reporter reporter, ReportedMessage origin) {
    var domain = ReversePath.mailbox(origin.reversePath()).map(Mailbox::domain);
    if (reporter.returnsTo().isEmpty()
        && domain.filter(it -> directory.domain(it).isEmpty()).isPresent()) {
      return directory.captures(reporter.domain())
          ? Optional.empty()
          : Optional.of(new ReportPlace(Optional.empty(), true));
    }
    return SenderMailbox.find(directory, reporter.returnsTo(), reporter.submitter())
        .map(mailbox -> new ReportPlace(Optional.of(mailbox), true))
        .or(
            () ->
                domain
                    .flatMap(directory::domain)
                    .or(() -> directory.domain(DomainName.of(reporter.domain())))
                    .map(directory::postmaster)
                    .map(mailbox -> new ReportPlace(Optional.of(mailbox), false)));
  }

  /**
   * The mailbox as a target of the report. The recipient is the reverse-path, where that still
   * means the mailbox.
   */
  Optional<Target> target(Directory directory, Optional<Mailbox> sender) {
    return mailbox.map(
        to ->
            new Target(
                to.mailboxId(),
                to.address(),
                to.quota(),
                false,
                List.of(
                    Recipient.of(
                        sender
                            .filter(address -> means(directory, address, to))
                            .orElse(to.address())
                            .toString()))));
  }

  private static boolean means(Directory directory, Mailbox address, Destination mailbox) {
    return directory
        .resolve(address)
        .filter(now -> now.mailboxId().equals(mailbox.mailboxId()))
        .isPresent();
  }
}
