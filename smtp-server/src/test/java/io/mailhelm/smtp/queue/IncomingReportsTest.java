package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.ReturnPaths.Returned;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.MissingBodyException;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.SendReports.Counts;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppression.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
  static final String COMPLAINT =
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

  /** The return path that the newest message to somebody had. */
  private Mailbox returnPath(String recipient) {
    return room.couriers.sent().reversed().stream()
        .filter(sent -> sent.recipients().equals(List.of(recipient)))
        .findFirst()
        .map(sent -> Mailbox.of(sent.parcel().reversePath()))
        .orElseThrow();
  }

  private Returned returned(String recipient) {
    return room.returns.find(room.live.current().directory(), returnPath(recipient)).orElseThrow();
  }

  /** A report comes in to the return path of a delivery, and is read. */
  private void report(String recipient, String report) {
    reportOn(returned(recipient).about().orElseThrow(), report);
  }

  /** A report comes in on that, and is read. */
  private void reportOn(String about, String report) {
    arrive(about, report);
    room.outbox.wake();
    await().until(() -> room.store.reports().next().isEmpty());
  }

  private void arrive(String about, String report) {
    Messages.in(room.store)
        .receivedAt(room.clock.instant())
        .reversePath("")
        .mailboxOf("alice@example.com")
        .reportOn(about)
        .body(report.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))
        .commit();
  }

  /** A report comes in whose message cannot be read. */
  private EntryId unreadable(String recipient, IOException why) {
    room.store.failReading(true);
    arrive(returned(recipient).about().orElseThrow(), BOUNCE.formatted(recipient, "5.1.1"));
    var entry = room.store.reports().next().orElseThrow().entry();
    room.store.failReading(entry, why);
    room.store.failReading(false);
    return entry;
  }

  private List<Suppression> suppressed() {
    return room.store.suppressions().list(Optional.empty(), Optional.empty(), 10);
  }

  private Counts counts() {
    return room.store.reports().counts(Optional.of("team"), Instant.EPOCH).getFirst();
  }

  @Test
  void believesABounceOfItsDelivery() {
    sent(BOB, EVE);
    report(BOB, BOUNCE.formatted("BOB@elsewhere.example", "5.1.1"));
    assertThat(suppressed()).hasSize(1);
    assertThat(suppressed().getFirst().address()).isEqualTo(Mailbox.of(BOB));
    assertThat(suppressed().getFirst().reason()).isEqualTo(Reason.HARD_BOUNCE);
    assertThat(counts().delivered()).isEqualTo(2);
    assertThat(counts().bounced()).isEqualTo(1);
    assertThat(counts().complained()).isZero();
  }

  @Test
  void countsABounceThatIsNotForGoodOfTheAddressAndGoesOnMailingIt() {
    sent(BOB, EVE);
    report(BOB, BOUNCE.formatted(BOB, "5.2.2"));
    assertThat(suppressed()).isEmpty();
    assertThat(counts().bounced()).isEqualTo(1);
  }

  @Test
  void countsADeliveryOnceHoweverOftenItIsReportedAndKeepsLittleOfItsWords() {
    var group = "\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n".formatted(BOB);
    var words = "Diagnostic-Code: smtp; 550 5.1.1 " + "no ".repeat(5_000) + "\n";
    var end = "\n--x--\n";
    var bounce = BOUNCE.formatted(BOB, "5.1.1").replace(end, words + group.repeat(50) + end);
    sent(BOB, EVE);
    report(BOB, bounce);
    report(BOB, bounce);
    report(BOB, COMPLAINT.formatted(BOB));
    report(BOB, COMPLAINT.formatted(BOB));
    assertThat(counts().bounced()).isEqualTo(1);
    assertThat(counts().complained()).isEqualTo(1);
    assertThat(suppressed()).hasSize(1);
    assertThat(suppressed().getFirst().detail()).hasSizeBetween(900, 1_000);
  }

  @Test
  void believesAComplaintThatNamesNobody() {
    sent(BOB, EVE);
    report(EVE, COMPLAINT.formatted("redacted"));
    assertThat(suppressed()).hasSize(1);
    assertThat(suppressed().getFirst().address()).isEqualTo(Mailbox.of(EVE));
    assertThat(suppressed().getFirst().reason()).isEqualTo(Reason.COMPLAINT);
    assertThat(counts().complained()).isEqualTo(1);
  }

  @Test
  void suppressesNobodyForWhatIsNoComplaint() {
    sent(BOB);
    for (var type : List.of("not-spam", "auth-failure", "virus")) {
      report(BOB, COMPLAINT.formatted(BOB).replace("Type: abuse", "Type: " + type));
    }
    assertThat(suppressed()).isEmpty();
    assertThat(counts().complained()).isZero();
  }

  /** Bob knows his return path, and who else the message went to. */
  @Test
  void letsNoRecipientSpeakForAnother() {
    sent(BOB, EVE);
    report(BOB, BOUNCE.formatted(EVE, "5.1.1"));
    report(BOB, COMPLAINT.formatted(EVE));
    assertThat(suppressed()).extracting(it -> it.address().toString()).containsExactly(BOB);
    assertThat(suppressed().getFirst().reason()).isEqualTo(Reason.COMPLAINT);
  }

  /** The former version gave one return path to all recipients of a message. */
  @Test
  void suppressesNobodyByAReportOnAMessageToSeveral() {
    var about = sent(BOB, EVE);
    sent("carol@elsewhere.example");
    reportOn(about, BOUNCE.formatted(EVE, "5.1.1"));
    reportOn(about, COMPLAINT.formatted(BOB));
    reportOn(about, BOUNCE.formatted("carol@elsewhere.example", "5.1.1"));
    reportOn(about, COMPLAINT.formatted("carol@elsewhere.example"));
    reportOn(about, "Subject: no report at all\n\nHello.\n");
    reportOn("01KAQT0000000000000000ABCD", BOUNCE.formatted(BOB, "5.1.1"));
    assertThat(suppressed()).isEmpty();
    assertThat(counts().bounced()).isEqualTo(1);
    assertThat(counts().complained()).isEqualTo(1);
    assertThat(room.failures()).isEmpty();
  }

  @Test
  void suppressesNobodyByAReportOnAMessageOfWhoseRecipientsOneIsForgotten() {
    room.couriers.say(EVE, 451, "4.2.1", "Later");
    var about = room.send(BOB, EVE);
    room.await(BOB, State.DELIVERED, 1);
    room.await(EVE, State.QUEUED, 1);
    room.clock.advance(Duration.ofHours(167));
    room.outbox.wake();
    room.await(EVE, State.EXPIRED, 2);
    room.advance(Duration.ofHours(2));
    await().until(() -> room.store.queue().all().size() == 1);
    reportOn(about, BOUNCE.formatted(EVE, "5.1.1"));
    assertThat(suppressed()).isEmpty();
  }

  @Test
  void believesAReportOnAMessageToOne() {
    reportOn(sent(BOB), BOUNCE.formatted(BOB, "5.1.1"));
    assertThat(suppressed()).extracting(it -> it.address().toString()).containsExactly(BOB);
  }

  @Test
  void countsABounceFromBehindAForwarderAndGoesOnMailingWhoForwards() {
    sent(BOB);
    report(BOB, BOUNCE.formatted("robert@far.example", "5.1.1"));
    assertThat(suppressed()).isEmpty();
    assertThat(counts().bounced()).isEqualTo(1);
  }

  @Test
  void believesAReportOnWhatWentByARelayOnTheSecondDay() {
    var relay = new Route.Relay("relay.example", 587, TlsLevel.Required, Optional.empty());
    var route = new Route(List.of("*"), Optional.of(relay));
    room.offer(
        PostRoom.config().policy(PostRoom.policy(PostRoom.rules(1, Optional.empty()), route)));
    sent(BOB);
    report(BOB, BOUNCE.formatted(BOB, "5.1.1"));
    assertThat(suppressed()).isEmpty();
    room.clock.advance(Duration.ofHours(20));
    sent(BOB);
    report(BOB, BOUNCE.formatted(BOB, "5.1.1"));
    assertThat(suppressed()).hasSize(1);
  }

  @Test
  void findsTheMailboxOfAReturnPathAndOfNoOther() {
    sent(BOB);
    assertThat(returned(BOB).mailbox().address()).isEqualTo(Mailbox.of("alice@example.com"));
    var forged = new Mailbox(returnPath(BOB).localPart(), DomainName.of("other.example"));
    assertThat(room.returns.find(room.live.current().directory(), forged)).isEmpty();
  }

  @Test
  void readsOnAfterAReportThatCannotBeReadAndReadsThatLater() {
    sent(BOB, EVE);
    var broken = unreadable(EVE, new IOException("a test's"));
    arrive(returned(BOB).about().orElseThrow(), BOUNCE.formatted(BOB, "5.1.1"));
    room.outbox.wake();
    await().until(() -> suppressed().size() == 1);
    assertThat(suppressed().getFirst().address()).isEqualTo(Mailbox.of(BOB));
    assertThat(room.store.reports().next().orElseThrow().entry()).isEqualTo(broken);
    await()
        .until(
            () ->
                room.failures().stream()
                    .anyMatch(it -> it.cause().getMessage().contains("entry " + broken)));

    room.store.recover(broken);
    room.outbox.wake();
    await().until(() -> suppressed().size() == 2);
    assertThat(room.store.reports().next()).isEmpty();
  }

  @Test
  void aReportWhoseFileIsGoneSaysNothingAndIsOver() {
    sent(BOB);
    unreadable(BOB, new MissingBodyException(Path.of("a-body"), new IOException("a test's")));
    room.outbox.wake();
    await().until(() -> room.store.reports().next().isEmpty());
    assertThat(suppressed()).isEmpty();
  }

  /** A report takes as long as it takes; what is over is forgotten meanwhile. */
  @Test
  void whatElseIsToBeDoneDoesNotWaitForReports() throws InterruptedException {
    sent(BOB);
    await().until(() -> room.store.forgets() == 1);
    var opened = new CountDownLatch(1);
    var slow = new CountDownLatch(1);
    room.store.beforeReading(
        () -> {
          opened.countDown();
          try {
            slow.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    arrive(returned(BOB).about().orElseThrow(), BOUNCE.formatted(BOB, "5.1.1"));
    room.outbox.wake();
    opened.await();
    room.advance(Duration.ofMinutes(1));
    await().until(() -> room.store.forgets() == 2);
    assertThat(suppressed()).isEmpty();
    slow.countDown();
    await().until(() -> suppressed().size() == 1);
  }

  @Test
  void readsAllThatWaitHoweverMany() {
    for (int i = 0; i < 2 * ReportReader.AT_ONCE + 1; i++) {
      arrive("01KAQT0000000000000000A%03d".formatted(i), BOUNCE.formatted(BOB, "5.1.1"));
    }
    room.outbox.wake();
    await().until(() -> room.store.reports().next().isEmpty());
    assertThat(room.failures()).isEmpty();
  }

  @Test
  void readsSoManyReportsOnOneDeliveryAndKeepsTheOthersLikeAnyMessage() {
    sent(BOB, EVE);
    for (int i = 0; i < SendReports.MAX_READ_ON_ONE; i++) {
      report(BOB, "Subject: I am away\n\nUntil tomorrow.\n");
    }
    assertThat(returned(BOB).about()).as("what says nothing does not count").isPresent();
    for (int i = 0; i < SendReports.MAX_READ_ON_ONE; i++) {
      report(BOB, BOUNCE.formatted(BOB, "5.2.2"));
    }
    assertThat(returned(BOB).about()).isEmpty();
    assertThat(returned(BOB).mailbox().address()).isEqualTo(Mailbox.of("alice@example.com"));
    report(EVE, BOUNCE.formatted(EVE, "5.1.1"));
    assertThat(suppressed()).extracting(it -> it.address().toString()).containsExactly(EVE);
  }

  @Test
  void looksForWhatIsOverOnceAMinuteHoweverOftenItIsWoken() {
    for (int i = 0; i < 3; i++) {
      var before = room.store.looks();
      room.outbox.wake();
      await().until(() -> room.store.looks() > before); // the last of the chores
    }
    assertThat(room.store.forgets()).isEqualTo(1);
    room.advance(Duration.ofMinutes(1));
    await().until(() -> room.store.forgets() == 2);
    room.clock.setBack(Duration.ofHours(1));
    room.outbox.wake();
    await().until(() -> room.store.forgets() == 3);
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
