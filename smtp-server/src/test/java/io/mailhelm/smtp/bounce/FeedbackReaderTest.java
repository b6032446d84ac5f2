package io.mailhelm.smtp.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.bounce.Feedback.Complaint;
import io.mailhelm.smtp.bounce.Feedback.DeliveryReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeedbackReaderTest {
  private static final String POSTFIX_LIKE =
      """
      From: MAILER-DAEMON@mx.elsewhere.test (Mail Delivery System)
      To: bounces@example.com
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=delivery-status;
      	boundary="B1/mx.elsewhere.test"

      This is a MIME-encapsulated message.

      --B1/mx.elsewhere.test
      Content-Description: Notification
      Content-Type: text/plain; charset=us-ascii

      <bob@elsewhere.test>: user unknown

      --B1/mx.elsewhere.test
      Content-Description: Delivery report
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.elsewhere.test
      X-Queue-ID: 4AbCdE
      Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0000 (UTC)

      Final-Recipient: rfc822; bob@elsewhere.test
      Original-Recipient: rfc822;Bob@elsewhere.test
      Action: failed
      Status: 5.1.1
      Diagnostic-Code: smtp; 550 5.1.1 <bob@elsewhere.test>:
          Recipient address rejected

      Final-Recipient: rfc822; eve@elsewhere.test
      Action: delayed
      Status: 4.2.2

      --B1/mx.elsewhere.test
      Content-Type: text/rfc822-headers

      Received: from mail.example.com by mx.elsewhere.test with ESMTPS
      	id 4AbCdE for <bob@elsewhere.test>
      Received: from [192.0.2.9] by mail.example.com with ESMTPSA
      	id 01KAQT0000000000000000ABCD for <bob@elsewhere.test>; Mon, 23 Nov 2026
      Message-ID: <1@example.com>
      Subject: Hello

      --B1/mx.elsewhere.test--
      """;

  private static Feedback read(String message) throws IOException {
    return FeedbackReader.read(
        new ByteArrayInputStream(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsAReportAsTheRfcHasIt() throws IOException {
    var report = (DeliveryReport) read(POSTFIX_LIKE);
    assertThat(report.recipients())
        .containsExactly(
            new Feedback.PerRecipient(
                "bob@elsewhere.test",
                "Bob@elsewhere.test",
                "failed",
                "5.1.1",
                "550 5.1.1 <bob@elsewhere.test>: Recipient address rejected"),
            new Feedback.PerRecipient("eve@elsewhere.test", "", "delayed", "4.2.2", ""));
    assertThat(report.about().messageId()).isEqualTo("<1@example.com>");
    assertThat(report.about().receivedIds()).containsExactly("01KAQT0000000000000000ABCD");
  }

  @Test
  void readsOneInsideARelatedPartWithTheMessageWhole() throws IOException {
    var report =
        (DeliveryReport)
            read(
                """
                Content-Type: multipart/report; boundary=a; report-type=delivery-status

                --a
                Content-Type: multipart/related; boundary=b

                --b
                Content-Type: text/html; charset=UTF-8
                Content-Transfer-Encoding: quoted-printable

                <p>Address not found</p>
                --b--
                --a
                Content-Type: message/delivery-status

                Reporting-MTA: dns; googlemail.test
                Arrival-Date: Mon, 23 Nov 2026 02:00:00 -0800 (PST)
                Original-Message-ID: <1@example.com>

                Final-Recipient: rfc822; bob@elsewhere.test
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; mx.elsewhere.test. (192.0.2.1, the server for the domain.)
                Diagnostic-Code: smtp; 550-5.1.1 The account does not exist.
                 550 5.1.1 Learn more
                Last-Attempt-Date: Mon, 23 Nov 2026 02:00:01 -0800 (PST)

                --a
                Content-Type: message/rfc822

                Message-ID: <1@example.com>
                Content-Type: multipart/mixed; boundary=a2

                --a2

                text
                --a2--

                --a--
                """);
    assertThat(report.recipients().getFirst().isHardBounce()).isTrue();
    assertThat(report.about().messageId()).isEqualTo("<1@example.com>");
  }

  @Test
  void readsOneWithoutTheEmptyLineAndWithAnUndefinedStatus() throws IOException {
    var report =
        (DeliveryReport)
            read(
                """
                Content-Type: multipart/report; report-type="delivery-status"; boundary="_1_"

                --_1_
                Content-Type: message/delivery-status

                Reporting-MTA: dns;exchange.elsewhere.test
                Original-Envelope-Id: abc
                Final-recipient: RFC822;<bob@elsewhere.test>
                Action: Failed (delivery failed)
                Status: 5.0.0
                Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found
                X-Display-Name: Bob

                --_1_
                Content-Type: message/rfc822

                From: alice@example.com
                """);
    assertThat(report.envelopeId()).isEqualTo("abc");
    var bob = report.recipients().getFirst();
    assertThat(bob.finalRecipient()).isEqualTo("bob@elsewhere.test");
    assertThat(bob.status()).isEqualTo("5.1.10");
    assertThat(bob.isHardBounce()).isTrue();
  }

  @Test
  void readsAComplaint() throws IOException {
    var complaint =
        (Complaint)
            read(
                """
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary=x

                --x
                Content-Type: text/plain

                This is an email abuse report.
                --x
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Gadget/1.0
                Version: 1
                Original-Mail-From: <bounces@example.com>
                Original-Rcpt-To: <bob@elsewhere.test>
                Original-Rcpt-To: eve@elsewhere.test
                Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0000

                --x
                Content-Type: message/rfc822

                Received: by mail.example.com id 01KAQT0000000000000000ABCD; now
                Message-ID: <1@example.com>

                Spam
                --x--
                """);
    assertThat(complaint)
        .isEqualTo(
            new Complaint(
                "abuse",
                java.util.List.of("bob@elsewhere.test", "eve@elsewhere.test"),
                "bounces@example.com",
                "Mon, 23 Nov 2026 10:00:00 +0000",
                new Feedback.About(
                    "<1@example.com>", java.util.List.of("01KAQT0000000000000000ABCD"))));
  }

  @Test
  void takesNothingElseForAReport() throws IOException {
    assertThat(read("Subject: Out of office\n\nUndelivered? Status: 5.1.1\n"))
        .isInstanceOf(Feedback.Nothing.class);
    assertThat(read("")).isInstanceOf(Feedback.Nothing.class);
  }

  @Test
  void endsWhateverItIsGiven() throws IOException {
    var nested = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      nested.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b");
      nested.append(i).append('\n');
    }
    assertThat(read(nested.toString())).isInstanceOf(Feedback.Nothing.class);
    assertThat(read(POSTFIX_LIKE + "x".repeat(3 << 20))).isInstanceOf(DeliveryReport.class);
    var random = new Random(5965);
    var octets = POSTFIX_LIKE.getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 500; round++) {
      var broken = octets.clone();
      for (int i = 0; i < 8; i++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      assertThat(FeedbackReader.read(new ByteArrayInputStream(broken))).isNotNull();
    }
  }

  static Stream<String> reported() throws IOException {
    try (var in = FeedbackReaderTest.class.getResourceAsStream("/refusals/reports.txt")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("reported")
  void believesThatAnAddressIsNotThereByCodeAndWords(String line) throws IOException {
    var parts = line.split("\\|", -1);
    var status = parts[2].isBlank() ? "" : "Status: " + parts[2].strip() + "\n";
    var diagnostic = parts[3].isBlank() ? "" : "Diagnostic-Code: " + parts[3].strip() + "\n";
    var report =
        """
        Content-Type: multipart/report; report-type=delivery-status; boundary=x

        --x
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.elsewhere.test

        Final-Recipient: rfc822; bob@elsewhere.test
        Action: failed
        """
            + status
            + diagnostic
            + "\n--x--\n";
    var bob = ((DeliveryReport) read(report)).recipients().getFirst();
    assertThat(bob.isHardBounce()).as(line).isEqualTo(parts[1].strip().equals("suppress"));
    var delayed = (DeliveryReport) read(report.replace("Action: failed", "Action: delayed"));
    assertThat(delayed.recipients().getFirst().isHardBounce()).as(line).isFalse();
  }

  @Test
  void takesNoOtherFeedbackForAComplaint() {
    for (var type : new String[] {"abuse", "fraud", "opt-out"}) {
      assertThat(complaint(type).isUnwanted()).isTrue();
    }
    for (var type : new String[] {"not-spam", "auth-failure", "virus", "other", "dmarc", ""}) {
      assertThat(complaint(type).isUnwanted()).isFalse();
    }
  }

  private static Complaint complaint(String type) {
    return new Complaint(type, java.util.List.of(), "", "", Feedback.About.UNKNOWN);
  }
}
