package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.SendReports.Counts;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppression.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What others report on mail that left, and what is forgotten of it in time. */
class IncomingReportsTest {
  private static final String BOB = "bob@elsewhere.example";
  private static final String EVE = "eve@elsewhere.example";
  private static final String BOUNCE =
      """
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=delivery-status; boundary=x

      --x
      Content-Type: text/plain

      No.
      --x
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.elsewhere.example

      Final-Recipient: rfc822; %s
      Action: failed
      Status: %s

      --x--
      """;
  private static final String COMPLAINT =
      """
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=feedback-report; boundary=x

      --x
      Content-Type: text/plain

      Spam.
      --x
      Content-Type: message/feedback-report

      Feedback-Type: abuse
      User-Agent: Gadget/1.0
      Version: 1
      Original-Rcpt-To: <%s>

      --x--
      """;
  private final PostRoom room = new PostRoom().started();

  @AfterEach
  void close() {
    room.close();
  }

  private String sent(String... recipients) {
    var id = room.send(recipients);
    room.awaitAll(State.DELIVERED);
    return id;
  }

  /** A report comes in to the return path of a message, and is read. */
  private void report(String about, String report) {
    Messages.in(room.store)
        .receivedAt(room.clock.instant())
        .reversePath("")
        .mailbox("alice@example.com")
        .reportOn(about)
        .body(report.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))
        .commit();
    room.outbox.wake();
    await().until(() -> room.store.reports().next().isEmpty());
  }

  private List<Suppression> suppressed() {
    return room.store.suppressions().list(Optional.empty(), Optional.empty(), 10);
  }

  private Counts counts() {
    return room.store.reports().counts(Optional.of("team"), Instant.EPOCH).getFirst();
  }

  @Test
  void believesABounceOfARecipientOfTheMessage() {
    report(sent(BOB, EVE), BOUNCE.formatted("BOB@elsewhere.example", "5.1.1"));
    assertThat(suppressed()).hasSize(1);
    assertThat(suppressed().getFirst().address()).isEqualTo(Mailbox.of(BOB));
    assertThat(suppressed().getFirst().reason()).isEqualTo(Reason.HARD_BOUNCE);
    assertThat(counts().delivered()).isEqualTo(2);
    assertThat(counts().bounced()).isEqualTo(1);
    assertThat(counts().complained()).isZero();
  }

  @Test
  void countsABounceThatIsNotForGoodOfTheAddressAndGoesOnMailingIt() {
    report(sent(BOB, EVE), BOUNCE.formatted(BOB, "5.2.2"));
    assertThat(suppressed()).isEmpty();
    assertThat(counts().bounced()).isEqualTo(1);
  }

  @Test
  void countsARecipientOnceHoweverOftenAReportNamesItAndKeepsLittleOfItsWords() {
    var group = "\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n".formatted(BOB);
    var words = "Diagnostic-Code: smtp; 550 " + "no ".repeat(5_000) + "\n";
    var end = "\n--x--\n";
    var bounce = BOUNCE.formatted(BOB, "5.1.1").replace(end, words + group.repeat(50) + end);
    report(sent(BOB, EVE), bounce);
    assertThat(counts().bounced()).isEqualTo(1);
    assertThat(suppressed()).hasSize(1);
    assertThat(suppressed().getFirst().detail()).hasSizeBetween(900, 1_000);
  }

  @Test
  void believesAComplaint() {
    report(sent(BOB, EVE), COMPLAINT.formatted(EVE));
    assertThat(suppressed()).hasSize(1);
    assertThat(suppressed().getFirst().address()).isEqualTo(Mailbox.of(EVE));
    assertThat(suppressed().getFirst().reason()).isEqualTo(Reason.COMPLAINT);
    assertThat(counts().complained()).isEqualTo(1);
  }

  @Test
  void believesNothingAboutAnybodyElse() {
    var about = sent(BOB, EVE);
    sent("carol@elsewhere.example");
    report(about, BOUNCE.formatted("carol@elsewhere.example", "5.1.1"));
    report(about, COMPLAINT.formatted("carol@elsewhere.example"));
    report(about, "Subject: no report at all\n\nHello.\n");
    report("01KAQT0000000000000000ABCD", BOUNCE.formatted(BOB, "5.1.1"));
    assertThat(suppressed()).isEmpty();
    assertThat(counts().bounced()).isZero();
    assertThat(counts().complained()).isZero();
    assertThat(room.failures()).isEmpty();
  }

  @Test
  void takesAReportOnAMessageToOneForThatOneWhateverAForwarderCallsIt() {
    report(sent(BOB), BOUNCE.formatted("robert@far.example", "5.1.1"));
    assertThat(suppressed()).hasSize(1);
    assertThat(suppressed().getFirst().address()).isEqualTo(Mailbox.of(BOB));
  }

  @Test
  void findsTheMailboxOfAReturnPathAndOfNoOther() {
    var id = sent(BOB);
    var path = Mailbox.of(room.couriers.sent().getFirst().parcel().reversePath());
    var directory = room.live.current().directory();
    var returned = room.returns.find(directory, path).orElseThrow();
    assertThat(returned.about()).isEqualTo(id);
    assertThat(returned.mailbox().address()).isEqualTo(Mailbox.of("alice@example.com"));
    var forged = new Mailbox(path.localPart(), DomainName.of("other.example"));
    assertThat(room.returns.find(directory, forged)).isEmpty();
  }

  @Test
  void forgetsWhatEndedLongAgo() {
    room.couriers.say(EVE, 451, "4.2.1", "Later");
    room.send(BOB);
    room.send(EVE);
    room.await(BOB, State.DELIVERED, 1);
    room.await(EVE, State.QUEUED, 1);
    room.clock.advance(Duration.ofHours(167)); // a week less an hour
    room.outbox.wake();
    room.await(EVE, State.EXPIRED, 2);
    assertThat(room.store.queue().all()).hasSize(2);
    room.advance(Duration.ofHours(2));
    await().until(() -> room.store.queue().all().size() == 1);
    assertThat(room.delivery(EVE).state()).isEqualTo(State.EXPIRED);
  }
}
