package io.mailhelm.smtp.bounce;

import io.mailhelm.config.Ascii;
import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.store.NewMessage.Summary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Composes reports on delivery: multipart/report (RFC 6522) with a part for people, one for
 * programs (RFC 3464) and the message returned. Pure.
 */
public final class ReportComposer {
  /** A message of at most this many octets is returned whole where RET=FULL asks for it. */
  public static final int MAX_RETURNED = 50 << 10;

  /** Of the header section a brief report returns lines of at most this many octets. */
  static final int MAX_BRIEF = 2 << 10;

  private final String host;
  private final DomainName domain;

  /**
   * @param host the name of the server that reports
   * @param domain whose mail system it speaks for; it writes as {@code MAILER-DAEMON} there
   */
  public ReportComposer(DomainName host, DomainName domain) {
    this.host = host.ascii();
    this.domain = domain;
  }

  /**
   * One report on all recipients of a message for whom the same happened. The caller asks {@link
   * ReportOccasion#isTold} before.
   *
   * @param id of the report
   * @param about one or more
   */
  public ComposedReport compose(
      String id,
      Instant now,
      ReportOccasion occasion,
      ReportedMessage origin,
      List<RecipientReport> about) {
    boolean utf8 =
        !Ascii.isAscii(origin.reversePath())
            || about.stream().anyMatch(one -> !Ascii.isAscii(one.recipient().address()));
    var returned = ReturnedContent.of(occasion, origin);
    var out = new Parts(id);
    var from = "MAILER-DAEMON@" + domain.ascii();
    var to = ReportText.clean(origin.reversePath(), utf8);
    var subject = HumanPart.subject(occasion);
    out.field("From", "Mail Delivery System <" + from + ">");
    out.field("To", "<" + to + ">");
    out.field("Subject", subject);
    out.field("Date", ReportText.date(now));
    out.field("Message-ID", "<" + id + "@" + host + ">");
    if (!returned.messageId().isEmpty()) {
      out.field("In-Reply-To", returned.messageId());
      out.field("References", returned.messageId());
    }
    out.field("Auto-Submitted", "auto-replied"); // RFC 3834 §5
    out.begin(utf8 ? "global-delivery-status" : "delivery-status", utf8 || returned.eightBit());
    out.part(
        "text/plain; charset=utf-8",
        utf8,
        bytes(HumanPart.of(domain.ascii(), utf8, occasion, about, returned.octets().length > 0)));
    out.part(
        utf8 ? "message/global-delivery-status" : "message/delivery-status",
        utf8,
        bytes(StatusPart.of(host, utf8, occasion, origin, about)));
    out.part(returned.type(), returned.eightBit(), returned.octets());
    var octets = out.end();
    return new ComposedReport(
        origin.reversePath(),
        octets,
        utf8,
        new Summary(
            "Mail Delivery System <" + from + ">",
            List.of(origin.reversePath()),
            subject,
            ReportText.date(now)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A multipart/report as it is written. */
  private static final class Parts {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
    private final String boundary;

    /** An id is 80 random bits: no message we return has it in a line of its own. */
    Parts(String id) {
      boundary = "report_" + id;
    }

    void field(String name, String value) {
      out.writeBytes(bytes(ReportText.folded(name, value)));
    }

    void begin(String type, boolean eightBit) {
      field("MIME-Version", "1.0");
      field(
          "Content-Type",
          "multipart/report; report-type=" + type + "; boundary=\"" + boundary + "\"");
      field("Content-Transfer-Encoding", eightBit ? "8bit" : "7bit");
    }

    void part(String type, boolean eightBit, byte[] octets) {
      out.writeBytes(bytes("\r\n--" + boundary + "\r\n"));
      field("Content-Type", type);
      field("Content-Transfer-Encoding", eightBit ? "8bit" : "7bit");
      out.writeBytes(bytes("\r\n"));
      out.writeBytes(octets);
    }

    byte[] end() {
      out.writeBytes(bytes("\r\n--" + boundary + "--\r\n"));
      return out.toByteArray();
    }
  }
}
