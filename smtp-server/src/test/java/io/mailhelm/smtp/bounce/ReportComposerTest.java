package io.mailhelm.smtp.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.bounce.Feedback.DeliveryReport;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ReportComposerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String ID = "01KAQT0000000000000000ABCD";
  private static final ReportComposer REPORTS =
      new ReportComposer(DomainName.of("mail.example.com"), DomainName.of("example.com"));
  private static final String MESSAGE =
      "Return-Path: <alice@example.com>\r\nFrom: alice@example.com\r\nMessage-ID: <1@example.com>\r\n"
          + "Subject: Hello\r\n\r\nThe body\r\n";

  private static Attempt attempt(int code, String enhanced, String text) {
    return new Attempt(
        NOW,
        Duration.ofSeconds(1),
        code >= 500 ? Attempt.Outcome.FAILED : Attempt.Outcome.DEFERRED,
        "mx.elsewhere.test",
        "192.0.2.1:25",
        "TLSv1.3 unverified",
        code,
        enhanced,
        text);
  }

  private static RecipientReport reported(Recipient recipient, Attempt attempt) {
    return new RecipientReport(recipient, attempt, Optional.of(NOW.plus(Duration.ofDays(4))));
  }

  private static ReportedMessage origin(String message, Dsn dsn) {
    var octets = message.getBytes(StandardCharsets.UTF_8);
    return new ReportedMessage(
        "alice@example.com", NOW.minus(Duration.ofHours(1)), dsn, octets.length, octets);
  }

  private static ComposedReport bounce(ReportedMessage origin, RecipientReport... about) {
    return REPORTS.compose(ID, NOW, ReportOccasion.FAILED, origin, List.of(about));
  }

  private static String text(ComposedReport report) {
    return new String(report.octets(), StandardCharsets.UTF_8);
  }

  @Test
  void tellsPeopleAndProgramsWhatHappened() throws Exception {
    var report =
        bounce(
            origin(MESSAGE, new Dsn("HDRS", "QQ+2B314159")),
            reported(
                new Recipient("bob@elsewhere.test", "", "rfc822;Bob+40elsewhere.test"),
                attempt(550, "5.1.1", "No such user")),
            reported(Recipient.of("eve@elsewhere.test"), attempt(554, "5.7.1", "Not wanted here")));
    assertThat(text(report))
        .startsWith(
            "From: Mail Delivery System <MAILER-DAEMON@example.com>\r\nTo: <alice@example.com>\r\n")
        .contains(
            "Auto-Submitted: auto-replied\r\n",
            "Message-ID: <" + ID + "@mail.example.com>\r\n",
            "References: <1@example.com>\r\n",
            "  <bob@elsewhere.test>\r\n    mx.elsewhere.test said:\r\n    550 5.1.1 No such user\r\n"
                + "    Nobody has that address there: check how it is spelled.\r\n",
            "Reporting-MTA: dns; mail.example.com\r\nOriginal-Envelope-Id: QQ+314159\r\n"
                + "Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\n"
                + "Original-Recipient: rfc822; Bob@elsewhere.test\r\n"
                + "Final-Recipient: rfc822; bob@elsewhere.test\r\n"
                + "Action: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.elsewhere.test\r\n"
                + "Diagnostic-Code: smtp; 550 5.1.1 No such user\r\n"
                + "Last-Attempt-Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n"
                + "Final-Recipient: rfc822; eve@elsewhere.test\r\n",
            "Subject: Hello\r\n")
        .doesNotContain("The body", "Will-Retry-Until");
    var parsed = parts(report);
    assertThat(parsed.getCount()).isEqualTo(3);
    assertThat(parsed.getContentType()).contains("multipart/report", "report-type=delivery-status");
    assertThat(parsed.getBodyPart(1).getContentType()).isEqualTo("message/delivery-status");
    assertThat(parsed.getBodyPart(2).getContentType()).isEqualTo("text/rfc822-headers");
    assertThat(report.utf8()).isFalse();
  }

  private static MimeMultipart parts(ComposedReport report) throws Exception {
    return (MimeMultipart)
        new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(report.octets()))
            .getContent();
  }

  @Test
  void isUnderstoodByOurOwnReader() throws IOException {
    var report =
        bounce(
            origin(MESSAGE, new Dsn("FULL", "id-7")),
            reported(
                new Recipient("bob@elsewhere.test", "", "rfc822;b+40x.test"),
                attempt(550, "5.1.1", "No such user")));
    var read = (DeliveryReport) FeedbackReader.read(new ByteArrayInputStream(report.octets()));
    assertThat(read.envelopeId()).isEqualTo("id-7");
    assertThat(read.about().messageId()).isEqualTo("<1@example.com>");
    assertThat(read.recipients())
        .containsExactly(
            new Feedback.PerRecipient(
                "bob@elsewhere.test", "b@x.test", "failed", "5.1.1", "550 5.1.1 No such user"));
    assertThat(read.recipients().getFirst().isHardBounce()).isTrue();
  }

  @Test
  void returnsTheWholeMessageOnlyWhereAskedAndSmall() throws Exception {
    var bob = reported(Recipient.of("bob@elsewhere.test"), attempt(550, "5.1.1", "No"));
    var full = new Dsn("FULL", "");
    assertThat(text(bounce(origin(MESSAGE, full), bob))).contains("message/rfc822", "The body");
    assertThat(text(bounce(origin(MESSAGE, Dsn.NONE), bob))).doesNotContain("The body");
    var large = MESSAGE + "large\r\n".repeat(10_000);
    assertThat(text(bounce(origin(large, full), bob)))
        .contains("text/rfc822-headers")
        .doesNotContain("large\r\n");
    assertThat(
            text(
                REPORTS.compose(
                    ID, NOW, ReportOccasion.DELAYED, origin(MESSAGE, full), List.of(bob))))
        .contains(
            "Action: delayed\r\n",
            "Will-Retry-Until: Fri, 27 Nov 2026 10:00:00 +0000\r\n",
            "It will be tried again until Fri, 27 Nov 2026")
        .doesNotContain("The body");
  }

  @Test
  void speaksUtf8WhereAnAddressDoes() throws Exception {
    var report =
        bounce(
            origin(MESSAGE.replace("Hello", "Grüße"), Dsn.NONE),
            reported(Recipient.of("jürgen@elsewhere.test"), attempt(550, "5.1.1", "Wer?")));
    assertThat(report.utf8()).isTrue();
    assertThat(text(report))
        .contains(
            "report-type=global-delivery-status",
            "message/global-delivery-status",
            "Final-Recipient: utf-8; jürgen@elsewhere.test",
            "message/global-headers",
            "Content-Transfer-Encoding: 8bit\r\n\r\n--");
  }

  @Test
  void letsNoPeerWriteFieldsOrLinesOfItsOwn() {
    var report =
        bounce(
            origin(MESSAGE, new Dsn("", "a+0D+0Ab")),
            reported(
                new Recipient("bob@elsewhere.test", "", "rfc822;x+0D+0AAction: delivered"),
                attempt(
                    550,
                    "5.1.1\r\nX: y",
                    "no\r\n\r\nAction: delivered\r\n--report_" + ID + "--\0\u001b[2J\u00e9")));
    var text = text(report);
    assertThat(text.chars().allMatch(c -> c >= 0x20 && c < 0x7f || c == '\r' || c == '\n'))
        .isTrue();
    assertThat(text).doesNotContain("\r\nAction: delivered", "\r\nX: y");
    assertThat(text.split("\r\n--report_" + ID + "--", -1)).hasSize(2);
    assertThat(text).contains("Status: 5.0.0\r\n");
    for (var line :
        text(bounce(
                origin(MESSAGE, Dsn.NONE),
                reported(
                    Recipient.of("bob@elsewhere.test"), attempt(550, "5.1.1", "x".repeat(1_000)))))
            .split("\r\n")) {
      assertThat(line.length()).isLessThanOrEqualTo(998);
    }
  }

  @Test
  void saysWhatItDoesNotHaveFromAPeerInItsOwnName() {
    var silent =
        new Attempt(
            NOW,
            Duration.ZERO,
            Attempt.Outcome.DEFERRED,
            "mx.elsewhere.test",
            "",
            "",
            0,
            "4.4.1",
            "mx.elsewhere.test did not answer");
    var report =
        REPORTS.compose(
            ID,
            NOW,
            ReportOccasion.EXPIRED,
            origin(MESSAGE, Dsn.NONE),
            List.of(reported(Recipient.of("bob@elsewhere.test"), silent)));
    assertThat(text(report))
        .contains(
            "Action: failed\r\nStatus: 4.4.1\r\n"
                + "Diagnostic-Code: X-Mailhelm; mx.elsewhere.test did not answer\r\n")
        .doesNotContain("Remote-MTA");
  }

  @Test
  void asksNotifyWhomToTellAndNeverTheNullReversePath() {
    var nothing = Recipient.of("b@x.test");
    var never = new Recipient("b@x.test", "NEVER", "");
    var success = new Recipient("b@x.test", "SUCCESS", "");
    var all = new Recipient("b@x.test", "SUCCESS,FAILURE,DELAY", "");
    for (var occasion : ReportOccasion.values()) {
      boolean good = occasion == ReportOccasion.DELIVERED || occasion == ReportOccasion.RELAYED;
      assertThat(occasion.isTold("a@example.com", nothing)).isEqualTo(!good);
      assertThat(occasion.isTold("a@example.com", never)).isFalse();
      assertThat(occasion.isTold("a@example.com", success)).isEqualTo(good);
      assertThat(occasion.isTold("a@example.com", all)).isTrue();
      assertThat(occasion.isTold("", all)).isFalse();
    }
    assertThat(ReportOccasion.isRelayedTold("a@example.com", success, false)).isTrue();
    assertThat(ReportOccasion.isRelayedTold("a@example.com", success, true)).isFalse();
    assertThat(ReportOccasion.isRelayedTold("a@example.com", nothing, false)).isFalse();
  }
}
