package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.bounce.Occasion;
import io.mailhelm.smtp.bounce.Origin;
import io.mailhelm.smtp.bounce.Reported;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.queue.ReportMail.Reporter;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells senders who asked for it that their mail is in a mailbox here (RFC 3461 §5.2.1). */
public final class Receipts {
  private final MailStore store;
  private final ReportMail mail;

  public Receipts(MailStore store) {
    this.store = store;
    this.mail = new ReportMail(store);
  }

  /** Whether anybody asked. */
  public static boolean areAsked(String reversePath, List<Target> targets) {
    return !reversePath.isEmpty()
        && targets.stream()
            .filter(target -> !target.captured())
            .flatMap(target -> target.recipients().stream())
            .anyMatch(recipient -> Occasion.DELIVERED.isTold(reversePath, recipient));
  }

  /**
   * Commits a receipt for each mailbox whose recipients asked. One that cannot be stored now is not
   * sent: the mail it is about is there all the same.
   *
   * @param origin the message, which is durable
   * @return whether something is on its way to another server
   */
  public boolean send(Snapshot config, Origin origin, List<Target> targets, Instant now) {
    boolean queued = false;
    for (var target : targets) {
      var about =
          target.recipients().stream()
              .filter(
                  recipient ->
                      !target.captured()
                          && Occasion.DELIVERED.isTold(origin.reversePath(), recipient))
              .map(recipient -> new Reported(recipient, kept(now), Optional.empty()))
              .toList();
      if (!about.isEmpty()) {
        var reporter = new Reporter(target.address().domain().ascii(), Optional.empty());
        var receipt = mail.of(config, reporter, Occasion.DELIVERED, origin, about, now);
        queued |=
            receipt
                .filter(message -> store.commit(message) instanceof CommitResult.Stored)
                .filter(message -> message.outgoing().isPresent())
                .isPresent();
      }
    }
    return queued;
  }

  private static Attempt kept(Instant now) {
    return new Attempt(
        now, Duration.ZERO, Attempt.Outcome.DELIVERED, "", "", "", 0, "2.1.5", "in the mailbox");
  }
}
