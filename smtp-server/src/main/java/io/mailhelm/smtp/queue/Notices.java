package io.mailhelm.smtp.queue;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.Occasion;
import io.mailhelm.smtp.bounce.Origin;
import io.mailhelm.smtp.bounce.Report;
import io.mailhelm.smtp.bounce.Reported;
import io.mailhelm.smtp.bounce.Reports;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Consignment;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.MessageId;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.Outgoing;
import io.mailhelm.smtp.store.Outgoing.NewDelivery;
import io.mailhelm.smtp.store.Outgoing.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What senders are told of their deliveries: reports (RFC 3464), by the rules of RFC 3461. */
final class Notices {
  /** A sender hears once of a delivery that waits longer. */
  static final Duration WARN_AFTER = Duration.ofHours(4);

  private static final byte[] TRACE = "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);
  private final LiveConfig live;
  private final MailStore store;

  Notices(LiveConfig live, MailStore store) {
    this.live = live;
    this.store = store;
  }

  /**
   * @param messages to be stored with what became of the deliveries
   * @param warned the deliveries of whose delay one of the messages tells
   */
  record Told(List<NewMessage> messages, Set<DeliveryId> warned) {}

  /**
   * The reports that are due.
   *
   * @param peerReports whether the peer reports itself what becomes of what it took
   */
  Told of(Consignment consignment, List<Verdict> verdicts, boolean peerReports, Instant now) {
    Map<Occasion, List<Verdict>> told = new EnumMap<>(Occasion.class);
    for (var verdict : verdicts) {
      occasion(verdict, peerReports, now)
          .filter(it -> it.isTold(verdict.delivery().reversePath(), verdict.delivery().recipient()))
          .ifPresent(it -> told.computeIfAbsent(it, any -> new ArrayList<>()).add(verdict));
    }
    if (told.isEmpty()) {
      return new Told(List.of(), Set.of());
    }
    var config = live.current();
    var origin = origin(consignment);
    var messages = new ArrayList<NewMessage>();
    for (var group : told.entrySet()) {
      messages.add(message(config, consignment, origin, group.getKey(), group.getValue(), now));
    }
    var warned = new HashSet<DeliveryId>();
    told.getOrDefault(Occasion.DELAYED, List.of())
        .forEach(verdict -> warned.add(verdict.delivery().id()));
    return new Told(messages, warned);
  }

  private static Optional<Occasion> occasion(Verdict verdict, boolean peerReports, Instant now) {
    var delivery = verdict.delivery();
    return switch (verdict.state()) {
      case FAILED -> Optional.of(Occasion.FAILED);
      case EXPIRED -> Optional.of(Occasion.EXPIRED);
      case DELIVERED -> peerReports ? Optional.empty() : Optional.of(Occasion.RELAYED);
      case QUEUED ->
          !delivery.warned() && !now.isBefore(delivery.queuedAt().plus(WARN_AFTER))
              ? Optional.of(Occasion.DELAYED)
              : Optional.empty();
      case HELD, CANCELLED -> Optional.empty();
    };
  }

  private Origin origin(Consignment consignment) {
    var any = consignment.any();
    return new Origin(
        any.reversePath(),
        consignment.receivedAt(),
        consignment.dsn(),
        any.size(),
        beginning(consignment));
  }

  /** A message that cannot be read is reported on without it. */
  private byte[] beginning(Consignment consignment) {
    try (var in = store.queue().open(consignment)) {
      return in.readNBytes(Reports.MAX_RETURNED + 1);
    } catch (IOException _) {
      return new byte[0];
    }
  }

  private NewMessage message(
      Snapshot config,
      Consignment consignment,
      Origin origin,
      Occasion occasion,
      List<Verdict> about,
      Instant now) {
    var any = consignment.any();
    var id = MessageId.next(now.toEpochMilli());
    var reports = new Reports(config.config().server().hostname(), DomainName.of(any.domain()));
    var report =
        reports.compose(
            id,
            now,
            occasion,
            origin,
            about.stream()
                .map(
                    verdict ->
                        new Reported(
                            verdict.delivery().recipient(),
                            verdict.attempt(),
                            verdict.state() == State.QUEUED
                                ? Optional.of(verdict.delivery().expiresAt())
                                : Optional.empty()))
                .toList());
    return stored(config.directory(), any, id, report, now);
  }

  private NewMessage stored(
      Directory directory, Delivery any, String id, Report report, Instant now) {
    var sender = ReversePath.mailbox(report.to());
    var target = target(directory, any, sender);
    var body = store.newBody();
    try {
      body.write(report.octets(), 0, report.octets().length);
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
          target.isPresent() ? Optional.empty() : outgoing(directory, any, sender, report, now),
          Optional.empty(),
          Optional.empty());
    } catch (IOException e) {
      body.close();
      throw new UncheckedIOException("no room for a report", e);
    }
  }

  /** A mailbox of ours; the postmaster's when the sender's is gone or never could be answered. */
  private static Optional<Target> target(
      Directory directory, Delivery any, Optional<Mailbox> sender) {
    var domain = directory.domain(sender.map(Mailbox::domain).orElse(DomainName.of(any.domain())));
    return domain
        .map(ours -> sender.flatMap(directory::resolve).orElseGet(() -> directory.postmaster(ours)))
        .map(
            mailbox ->
                new Target(
                    mailbox.mailboxId(),
                    mailbox.address(),
                    mailbox.quota(),
                    false,
                    List.of(Recipient.of(any.reversePath()))));
  }

  private static Optional<Outgoing> outgoing(
      Directory directory, Delivery any, Optional<Mailbox> sender, Report report, Instant now) {
    return sender.map(
        mailbox -> {
          var destination = mailbox.domain().ascii();
          var lane = Lane.of(directory, any.policy(), destination);
          return new Outgoing(
              any.domain(),
              any.policy(),
              report.utf8() ? Set.of(Requirement.SMTPUTF8) : Set.of(),
              now,
              now.plus(directory.policy(any.policy()).delivery().expireAfter()),
              List.of(new NewDelivery(Recipient.of(report.to()), destination, lane.key())));
        });
  }
}
