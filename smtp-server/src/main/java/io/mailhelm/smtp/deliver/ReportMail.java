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
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.MessageId;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart;
import io.mailhelm.smtp.store.OutgoingPart.NewDelivery;
import io.mailhelm.smtp.store.OutgoingPart.Ownership;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import io.mailhelm.smtp.store.SenderReport;
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
   * @param returnsTo what {@link SenderMailbox#of} said when that was accepted
   */
  public record Reporter(
      String domain,
      Optional<String> policy,
      Optional<Submitter> submitter,
      Optional<String> returnsTo) {}

  /**
   * The report in its forms, ready to be stored; empty when it would have to leave from a domain
   * whose mail is captured, or nobody is there to read it. Only a report of failure has a form that
   * returns the message, or its whole header section.
   *
   * @param occasion what happened to all of {@code about}
   */
  public Optional<SenderReport> of(
      ConfigSnapshot config,
      Reporter reporter,
      ReportOccasion occasion,
      ReportedMessage origin,
      List<RecipientReport> about,
      Instant now) {
    var place = ReportPlace.of(config.directory(), reporter, origin);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    var to = place.get();
    var shown = to.isSenders() ? origin : origin.withheld();
    var writer = new Writer(config, reporter, to, occasion, about, now);
    var brief = writer.message(shown.brief());
    if (!to.isSenders() || !occasion.isFailure()) {
      return Optional.of(SenderReport.of(brief));
    }
    try {
      return Optional.of(new SenderReport(Optional.of(writer.message(shown)), brief));
    } catch (RuntimeException e) {
      brief.body().close();
      throw e;
    }
  }

  /** The same in one form, with the whole header section, ready to be committed. */
  public Optional<NewMessage> receipt(
      ConfigSnapshot config,
      Reporter reporter,
      ReportOccasion occasion,
      ReportedMessage origin,
      List<RecipientReport> about,
      Instant now) {
    return ReportPlace.of(config.directory(), reporter, origin)
        .map(
            to ->
                new Writer(config, reporter, to, occasion, about, now)
                    .message(to.isSenders() ? origin : origin.withheld()));
  }

  /** Writes the forms of one report. */
  private final class Writer {
    private final ConfigSnapshot config;
    private final Reporter reporter;
    private final ReportPlace place;
    private final ReportOccasion occasion;
    private final List<RecipientReport> about;
    private final Instant now;

    Writer(
        ConfigSnapshot config,
        Reporter reporter,
        ReportPlace place,
        ReportOccasion occasion,
        List<RecipientReport> about,
        Instant now) {
      this.config = config;
      this.reporter = reporter;
      this.place = place;
      this.occasion = occasion;
      this.about = about;
      this.now = now;
    }

    NewMessage message(ReportedMessage origin) {
      var id = MessageId.next(now.toEpochMilli());
      var host = config.config().server().hostname();
      var report =
          new ReportComposer(host, DomainName.of(reporter.domain()))
              .compose(id, now, occasion, origin, about);
      var directory = config.directory();
      var sender = ReversePath.mailbox(report.to());
      return ReportMail.this.message(
          id,
          now,
          report,
          place.target(directory, sender),
          place.mailbox().isPresent()
              ? Optional.empty()
              : sender.map(to -> outgoing(directory, reporter, to, report, now)));
    }
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

  /** It waits in the share of the user whose mail it is on. */
  private static OutgoingPart outgoing(
      Directory directory, Reporter reporter, Mailbox to, ComposedReport report, Instant now) {
    var destination = to.domain().ascii();
    var lane = Lane.of(directory, reporter.policy(), true, destination);
    var rules = directory.policy(reporter.policy()).delivery();
    var share =
        reporter
            .submitter()
            .flatMap(Submitter::mailboxId)
            .filter(id -> !id.equals(Submitter.REMOVED));
    return new OutgoingPart(
        reporter.domain(),
        reporter.policy(),
        report.utf8() ? Set.of(Requirement.SMTPUTF8) : Set.of(),
        now,
        now.plus(rules.expireAfter()),
        false,
        List.of(new NewDelivery(Recipient.of(report.to()), destination, lane.key().name())),
        new Ownership(Optional.empty(), share));
  }
}
