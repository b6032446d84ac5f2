package io.mailhelm.smtp.deliver;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ComposedReport;
import io.mailhelm.smtp.bounce.RecipientReport;
import io.mailhelm.smtp.bounce.ReportComposer;
import io.mailhelm.smtp.bounce.ReportOccasion;
import io.mailhelm.smtp.bounce.ReportedMessage;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.MessageId;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart;
import io.mailhelm.smtp.store.OutgoingPart.NewDelivery;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import io.mailhelm.smtp.store.Submitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes messages of reports: into a sender's mailbox here, or on their way to one elsewhere. */
public final class ReportMail {
  private static final byte[] TRACE = "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);
  private final MailStore store;

  public ReportMail(MailStore store) {
    this.store = store;
  }

  /**
   * The domain that reports, and on whose mail.
   *
   * @param domain of ours, in A-label form, in whose name the report is written
   * @param policy that a report to elsewhere leaves under
   * @param submitter who handed over what is reported on, where a user did
   */
  public record Reporter(String domain, Optional<String> policy, Optional<Submitter> submitter) {}

  /**
   * The message, ready to be committed; empty when it would have to leave from a domain whose mail
   * is captured.
   *
   * @param occasion what happened to all of {@code about}
   */
  public Optional<NewMessage> of(
      ConfigSnapshot config,
      Reporter reporter,
      ReportOccasion occasion,
      ReportedMessage origin,
      List<RecipientReport> about,
      Instant now) {
    var id = MessageId.next(now.toEpochMilli());
    var report =
        new ReportComposer(config.config().server().hostname(), DomainName.of(reporter.domain()))
            .compose(id, now, occasion, origin, about);
    var sender = ReversePath.mailbox(report.to());
    var target = target(config.directory(), reporter, sender);
    var outgoing =
        target.isPresent()
            ? Optional.<OutgoingPart>empty()
            : outgoing(config.directory(), reporter, sender, report, now);
    return target.isEmpty() && outgoing.isEmpty()
        ? Optional.empty()
        : Optional.of(message(id, now, report, target, outgoing));
  }

  private NewMessage message(
      String id,
      Instant now,
      ComposedReport report,
      Optional<Target> target,
      Optional<OutgoingPart> outgoing) {
    var body = store.newBody();
    try {
      body.write(report.octets(), 0, report.octets().length);
    } catch (IOException e) {
      body.close();
      throw new UncheckedIOException("no room for a report", e);
    }
    return new NewMessage(
        id,
        now,
        "",
        Optional.empty(),
        TRACE,
        body,
        report.summary(),
        Dsn.NONE,
        target.stream().toList(),
        outgoing,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A mailbox of ours; the postmaster's when the sender's is gone or could never be answered. A new
   * user with the address of a sender who is gone has sent nothing, and is not named in what the
   * postmaster gets.
   */
  private static Optional<Target> target(
      Directory directory, Reporter reporter, Optional<Mailbox> sender) {
    var domain =
        directory.domain(sender.map(Mailbox::domain).orElse(DomainName.of(reporter.domain())));
    return domain.map(
        ours ->
            sender
                .filter(_ -> !isGone(directory, reporter.submitter()))
                .flatMap(
                    address -> directory.resolve(address).map(mailbox -> target(mailbox, address)))
                .orElseGet(
                    () -> {
                      var postmaster = directory.postmaster(ours);
                      return target(postmaster, postmaster.address());
                    }));
  }

  private static Target target(Destination mailbox, Mailbox recipient) {
    return new Target(
        mailbox.mailboxId(),
        mailbox.address(),
        mailbox.quota(),
        false,
        List.of(Recipient.of(recipient.toString())));
  }

  /** Whether who handed a message over is known to be there no more. */
  public static boolean isGone(Directory directory, Optional<Submitter> submitter) {
    return submitter
        .flatMap(Submitter::mailboxId)
        .filter(id -> directory.byMailbox(id).isEmpty())
        .isPresent();
  }

  private static Optional<OutgoingPart> outgoing(
      Directory directory,
      Reporter reporter,
      Optional<Mailbox> sender,
      ComposedReport report,
      Instant now) {
    if (directory.captures(reporter.domain())) {
      return Optional.empty();
    }
    return sender.map(
        mailbox -> {
          var destination = mailbox.domain().ascii();
          var lane = Lane.of(directory, reporter.policy(), true, destination);
          var rules = directory.policy(reporter.policy()).delivery();
          return new OutgoingPart(
              reporter.domain(),
              reporter.policy(),
              report.utf8() ? Set.of(Requirement.SMTPUTF8) : Set.of(),
              now,
              now.plus(rules.expireAfter()),
              false,
              List.of(new NewDelivery(Recipient.of(report.to()), destination, lane.key().name())));
        });
  }
}
