package io.mailhelm.smtp.bounce;

import io.mailhelm.config.Ascii;
import io.mailhelm.smtp.protocol.Xtext;
import java.util.List;
import java.util.Locale;

/**
 * Writes the part of a report for programs (RFC 3464 §2; RFC 6533 §4 where an address is beyond
 * ASCII).
 */
final class StatusPart {
  private final String reportingMta;
  private final boolean utf8;
  private final StringBuilder text = new StringBuilder(600);

  private StatusPart(String reportingMta, boolean utf8) {
    this.reportingMta = reportingMta;
    this.utf8 = utf8;
  }

  static String of(
      String reportingMta,
      boolean utf8,
      ReportOccasion occasion,
      ReportedMessage origin,
      List<RecipientReport> about) {
    var part = new StatusPart(reportingMta, utf8);
    part.message(origin);
    about.forEach(reported -> part.recipient(occasion, reported));
    return part.text.toString();
  }

  private void message(ReportedMessage origin) {
    field("Reporting-MTA", "dns; " + reportingMta);
    if (!origin.dsn().envid().isEmpty()) {
      field("Original-Envelope-Id", plain(origin.dsn().envid()));
    }
    field("Arrival-Date", ReportText.date(origin.receivedAt()));
  }

  private void recipient(ReportOccasion occasion, RecipientReport reported) {
    text.append("\r\n");
    var recipient = reported.recipient();
    var attempt = reported.attempt();
    if (!recipient.orcpt().isEmpty()) {
      field("Original-Recipient", original(recipient.orcpt()));
    }
    field("Final-Recipient", typed(recipient.address()));
    field("Action", occasion.action());
    field("Status", ReportText.status(attempt.enhanced(), occasion));
    if (!attempt.host().isEmpty() && attempt.code() > 0) {
      field("Remote-MTA", "dns; " + attempt.host());
    }
    if (attempt.code() > 0) {
      field("Diagnostic-Code", "smtp; " + ReportText.reply(attempt));
    } else if (!attempt.text().isEmpty()) {
      field("Diagnostic-Code", "X-Mailhelm; " + attempt.text()); // RFC 3464 §2.1.2
    }
    field("Last-Attempt-Date", ReportText.date(attempt.at()));
    if (occasion == ReportOccasion.DELAYED) {
      reported.retriedUntil().ifPresent(until -> field("Will-Retry-Until", ReportText.date(until)));
    }
  }

  private static String typed(String address) {
    return (Ascii.isAscii(address) ? "rfc822; " : "utf-8; ") + address;
  }

  /** ORCPT's xtext is undone; the type utf-8 has its own encoding and stays (RFC 6533 §3). */
  private static String original(String orcpt) {
    int semicolon = orcpt.indexOf(';');
    var type = orcpt.substring(0, Math.max(0, semicolon));
    var address = orcpt.substring(semicolon + 1);
    return type + "; " + (type.toLowerCase(Locale.ROOT).equals("utf-8") ? address : plain(address));
  }

  /** What was checked at RCPT and MAIL is decoded here. */
  private static String plain(String xtext) {
    return Xtext.decode(xtext).orElse(xtext);
  }

  private void field(String name, String value) {
    text.append(ReportText.folded(name, ReportText.clean(value, utf8)));
  }
}
