package io.mailhelm.smtp.deliver;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.bounce.RecipientReport;
import io.mailhelm.smtp.bounce.ReportOccasion;
import io.mailhelm.smtp.bounce.ReportedMessage;
import io.mailhelm.smtp.deliver.ReportMail.Reporter;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.NewMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Sends reports of success to senders who asked for them: their mail is in a mailbox here (RFC 3461
 * §5.2.1).
 */
public final class DeliveryReceipts {
  private final MailStore store;
  private final ReportMail mail;

  public DeliveryReceipts(MailStore store) {
    this.store = store;
    this.mail = new ReportMail(store);
  }

  /** Whether a receipt was asked for. */
  public static boolean areAsked(String reversePath, List<Target> targets) {
    return !reversePath.isEmpty()
        && targets.stream()
            .filter(target -> !target.captured())
            .flatMap(target -> target.recipients().stream())
            .anyMatch(recipient -> ReportOccasion.DELIVERED.isTold(reversePath, recipient));
  }

  /**
   * Commits a receipt for the recipients in each domain that asked. A peer that may relay can ask
   * in anybody's name, so that it is one for a message and a domain, not one for each mailbox; and
   * while half the queue is taken none goes elsewhere, or receipts could keep users' mail out. One
   * that cannot be stored now is not sent: the mail it is about is stored all the same.
   *
   * @param origin the message, which is durable
   * @return whether something is on its way to another server
   */
  public boolean send(
      ConfigSnapshot config, ReportedMessage origin, List<Target> targets, Instant now) {
    var about = new LinkedHashMap<DomainName, List<RecipientReport>>();
    for (var target : targets) {
      for (var recipient : target.recipients()) {
        if (!target.captured()
            && ReportOccasion.DELIVERED.isTold(origin.reversePath(), recipient)) {
          about
              .computeIfAbsent(target.address().domain(), any -> new ArrayList<>())
              .add(new RecipientReport(recipient, kept(now), Optional.empty()));
        }
      }
    }
    boolean queued = false;
    for (var each : about.entrySet()) {
      var reporter =
          new Reporter(
              each.getKey().ascii(),
              Optional.empty(),
              Optional.empty(),
              SenderMailbox.of(config.directory(), origin.reversePath()));
      queued |=
          mail.receipt(config, reporter, ReportOccasion.DELIVERED, origin, each.getValue(), now)
              .filter(receipt -> isWelcome(config, receipt))
              .filter(receipt -> store.commit(receipt) instanceof CommitResult.Stored)
              .filter(receipt -> receipt.outgoing().isPresent())
              .isPresent();
    }
    return queued;
  }

  private boolean isWelcome(ConfigSnapshot config, NewMessage receipt) {
    if (receipt.outgoing().isEmpty()) {
      return true;
    }
    var waiting = store.queue().status();
    boolean hasRoom =
        waiting.queued() + waiting.held() < config.config().server().limits().queue() / 2;
    if (!hasRoom) {
      receipt.body().close();
    }
    return hasRoom;
  }

  private static Attempt kept(Instant now) {
    return new Attempt(
        now, Duration.ZERO, Attempt.Outcome.DELIVERED, "", "", "", 0, "2.1.5", "in the mailbox");
  }
}
