package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.bounce.Feedback;
import io.mailhelm.smtp.bounce.FeedbackReader;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.SendReports.Kind;
import io.mailhelm.smtp.store.SendReports.Pending;
import io.mailhelm.smtp.store.SendReports.Said;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppression.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads the reports that came to our return paths: counts what they say, and suppresses whom they
 * say is not there or does not want our mail. A report is believed about the recipients of its
 * message and nobody else.
 */
final class ReportReader {
  private final MailStore store;
  private final Clock clock;

  ReportReader(MailStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Reads all that wait.
   *
   * @throws IOException when one cannot be read now; it is read later
   */
  void readAll() throws IOException {
    for (var next = store.reports().next(); next.isPresent(); next = store.reports().next()) {
      read(next.get());
    }
  }

  private void read(Pending report) throws IOException {
    var deliveries = store.queue().ofMessage(report.about());
    var said = new ArrayList<Said>();
    var suppressions = new ArrayList<Suppression>();
    switch (feedback(report)) {
      case Feedback.DeliveryReport bounce -> bounced(bounce, deliveries, said, suppressions);
      case Feedback.Complaint complaint -> complained(complaint, deliveries, said, suppressions);
      case Feedback.Nothing nothing -> {}
    }
    store.reports().takeIn(report, said, suppressions);
  }

  private Feedback feedback(Pending report) throws IOException {
    Optional<InputStream> message = store.open(report.entry());
    if (message.isEmpty()) {
      return new Feedback.Nothing();
    }
    try (var in = message.get()) {
      return FeedbackReader.read(in);
    }
  }

  private void bounced(
      Feedback.DeliveryReport report,
      List<Delivery> deliveries,
      List<Said> said,
      List<Suppression> suppressions) {
    var failed = new LinkedHashMap<DeliveryId, Delivery>();
    for (var recipient : report.recipients()) {
      if (!recipient.action().equals("failed")) {
        continue;
      }
      find(deliveries, recipient.originalRecipient())
          .or(() -> find(deliveries, recipient.finalRecipient()))
          .or(() -> only(deliveries))
          .ifPresent(
              delivery -> {
                failed.put(delivery.id(), delivery);
                if (recipient.isHardBounce()) {
                  suppression(delivery, Reason.HARD_BOUNCE, recipient.diagnostic())
                      .ifPresent(suppressions::add);
                }
              });
    }
    // named a thousand times in a report, it bounced once
    failed.values().forEach(delivery -> said.add(said(delivery, Kind.BOUNCE)));
  }

  private void complained(
      Feedback.Complaint complaint,
      List<Delivery> deliveries,
      List<Said> said,
      List<Suppression> suppressions) {
    if (complaint.type().equals("not-spam")) {
      return;
    }
    var named =
        complaint.recipients().stream()
            .flatMap(who -> find(deliveries, who).stream())
            .distinct()
            .toList();
    var who = named.isEmpty() ? only(deliveries).stream().toList() : named;
    for (var delivery : who) {
      said.add(said(delivery, Kind.COMPLAINT));
      suppression(delivery, Reason.COMPLAINT, complaint.type()).ifPresent(suppressions::add);
    }
  }

  private static Optional<Delivery> find(List<Delivery> deliveries, String address) {
    return deliveries.stream()
        .filter(delivery -> delivery.recipient().address().equalsIgnoreCase(address))
        .findFirst();
  }

  /** A report of a message to one recipient is about that one, whatever a forwarder calls it. */
  private static Optional<Delivery> only(List<Delivery> deliveries) {
    return deliveries.size() == 1 ? Optional.of(deliveries.getFirst()) : Optional.empty();
  }

  private Said said(Delivery delivery, Kind kind) {
    return new Said(delivery.domain(), delivery.policy(), kind, clock.instant());
  }

  private Optional<Suppression> suppression(Delivery delivery, Reason reason, String detail) {
    return ReversePath.mailbox(delivery.recipient().address())
        .map(
            address ->
                new Suppression(
                    delivery.domain(),
                    address.canonical(),
                    reason,
                    detail.substring(0, Math.min(detail.length(), Attempt.MAX_TEXT)),
                    clock.instant()));
  }
}
