package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.bounce.ReturnPath;
import io.mailhelm.smtp.deliver.Lane;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WatchedStore.Kept;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.SenderReport;
import io.mailhelm.smtp.store.Submitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports fill no mailbox and no disk, and are read by who sent. */
class ReportsWithinLimitsTest {
  private static final String SALES = "sales@example.com";
  private static final String BOB = "bob@elsewhere.example";
  private static final String SECRET = "The text that alice wrote.";
  private static final Quota SMALL = new Quota(1 << 20, 20);

  private PostRoom room = new PostRoom().started();

  @AfterEach
  void close() {
    room.close();
  }

  private void begin(TestConfig config) {
    room.close();
    room = new PostRoom(config).started();
  }

  /** alice's, to be returned whole. */
  private void send(String reversePath, Optional<String> returnsTo, List<String> to, String text) {
    var alice = Optional.of(Submitter.of(PostRoom.ALICE, PostRoom.ALICE));
    send(reversePath, returnsTo, alice, to, text);
  }

  private void send(
      String reversePath,
      Optional<String> returnsTo,
      Optional<Submitter> submitter,
      List<String> to,
      String text) {
    var message =
        Messages.in(room.store)
            .receivedAt(room.clock.instant())
            .reversePath(reversePath)
            .returnsTo(returnsTo)
            .dsn(new Dsn("FULL", ""))
            .body(("Subject: Hello\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8))
            .leaving("example.com", "team");
    submitter.ifPresent(message::user);
    var lane =
        Lane.of(room.live.current().directory(), Optional.of("team"), false, "elsewhere.example");
    for (var each : to) {
      message.delivery(Recipient.of(each), "elsewhere.example", lane.key().name());
    }
    message.commit();
    room.outbox.wake();
  }

  private static List<String> recipients(int count) {
    var all = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      all.add("r" + i + "@elsewhere.example");
    }
    return all;
  }

  private void refuse(List<String> recipients) {
    recipients.forEach(each -> room.couriers.say(each, 550, "5.7.1", "Not from you"));
  }

  private List<Event.ReportOmitted> omitted() {
    return room.events.stream()
        .filter(Event.ReportOmitted.class::isInstance)
        .map(Event.ReportOmitted.class::cast)
        .toList();
  }

  private static TestConfig config() {
    return PostRoom.config().user("alice@example.com", "secret", SALES).user(PostRoom.CAROL, "s");
  }

  /** The alias is carol's now. */
  private static TestConfig moved() {
    return PostRoom.config().user("alice@example.com", "secret").user(PostRoom.CAROL, "s", SALES);
  }

  @Test
  void aMessageToAHundredFillsNoMailboxBeyondItsQuotaAndTheOverdraft() {
    begin(PostRoom.config().user("alice@example.com", "secret", Optional.empty(), false, SMALL));
    var all = recipients(100);
    refuse(all);
    for (int i = 0; i < 3; i++) {
      send(PostRoom.ALICE, Optional.of(PostRoom.ALICE), all, "x".repeat(49_000));
    }
    room.awaitAll(State.FAILED);

    var usage = room.store.usage(PostRoom.ALICE);
    assertThat(usage.messages()).isEqualTo(SMALL.messages() + SenderReport.OVERDRAFT.messages());
    assertThat(usage.octets())
        .isLessThanOrEqualTo(SMALL.storage() + SenderReport.OVERDRAFT.octets());
    assertThat(room.inbox()).filteredOn(report -> report.length() > 40_000).hasSizeLessThan(4);
    await().until(() -> omitted().size() == 300 - usage.messages());
    assertThat(omitted())
        .allSatisfy(
            it -> assertThat(it.reason()).isEqualTo(Event.ReportOmitted.Reason.MAILBOX_FULL));
    assertThat(room.failures()).isEmpty();
  }

  @Test
  void onlyTheFirstReportReturnsTheMessage() {
    var all = recipients(5);
    refuse(all);
    send(PostRoom.ALICE, Optional.of(PostRoom.ALICE), all, SECRET);
    room.awaitAll(State.FAILED);

    assertThat(room.inbox()).hasSize(5).filteredOn(it -> it.contains(SECRET)).hasSize(1);
    assertThat(room.inbox()).allMatch(it -> it.contains("Subject: Hello\r\n"));
  }

  @Test
  void anAliasThatMovedTakesNoReportsAlong() {
    begin(config());
    room.couriers.say(BOB, 450, "4.2.0", "Later");
    send(SALES, Optional.of(PostRoom.ALICE), List.of(BOB), SECRET);
    room.await(BOB, State.QUEUED, 1);

    room.offer(moved());
    var paths = new ReturnPath(room.store.secret("return-path"));
    var path =
        paths.of(
            room.delivery(BOB).messageId(), room.delivery(BOB).id(), Mailbox.of(SALES).domain());
    assertThat(
            room.returns
                .find(room.live.current().directory(), path)
                .orElseThrow()
                .mailbox()
                .mailboxId())
        .as("the peer's report")
        .isEqualTo(PostRoom.ALICE);

    refuse(List.of(BOB));
    room.advance(Duration.ofHours(1));
    room.await(BOB, State.FAILED, 2);
    assertThat(room.store.kept(PostRoom.CAROL)).isEmpty();
    assertThat(room.inbox()).hasSize(1).allMatch(it -> it.contains(SECRET));
    assertThat(room.failures()).isEmpty();
  }

  @Test
  void ofMailFromBeforeThatWasWrittenDownTheSubmitterIsTold() {
    begin(moved());
    refuse(List.of(BOB));
    send(SALES, Optional.empty(), List.of(BOB), SECRET);
    room.await(BOB, State.FAILED, 1);
    assertThat(room.store.kept(PostRoom.CAROL)).isEmpty();
    assertThat(room.inbox()).hasSize(1);
  }

  @Test
  void anAliasThatIsGoneStillMeansWhoSent() {
    begin(config());
    room.couriers.say(BOB, 450, "4.2.0", "Later");
    send(SALES, Optional.of(PostRoom.ALICE), List.of(BOB), SECRET);
    room.await(BOB, State.QUEUED, 1);
    room.offer(PostRoom.config().user(PostRoom.CAROL, "s"));

    refuse(List.of(BOB));
    room.advance(Duration.ofHours(1));
    room.await(BOB, State.FAILED, 2);
    assertThat(room.inbox()).hasSize(1);
    assertThat(room.store.kept()).hasSize(1);
  }

  @Test
  void whatATrustedPeerSentInAUsersNameIsNoneOfTheNextOnes() {
    begin(config());
    room.couriers.say(BOB, 450, "4.2.0", "Later");
    send(SALES, Optional.of("uid of a user who is gone"), Optional.empty(), List.of(BOB), SECRET);
    room.await(BOB, State.QUEUED, 1);

    refuse(List.of(BOB));
    room.advance(Duration.ofHours(1));
    room.await(BOB, State.FAILED, 2);
    assertThat(room.store.kept(PostRoom.CAROL)).isEmpty();
    assertThat(room.inbox()).isEmpty();
    assertThat(room.store.kept("postmaster@example.com"))
        .hasSize(1)
        .extracting(Kept::text)
        .allMatch(it -> !it.contains(SECRET) && !it.contains("Subject: Hello"))
        .allMatch(it -> it.contains("550 5.7.1 Not from you"));
  }

  @Test
  void whereTheMailboxIsGoneTheSubmitterIsTold() {
    begin(config());
    refuse(List.of(BOB));
    send(SALES, Optional.of("uid of a user who is gone"), List.of(BOB), SECRET);
    room.await(BOB, State.FAILED, 1);
    assertThat(room.inbox()).hasSize(1).allMatch(it -> it.contains(SECRET));
    assertThat(room.store.kept("postmaster@example.com")).isEmpty();
  }

  @Test
  void aFailureIsPutOffWhileTheDiskHasNoRoomForReportsAndToldLater() {
    refuse(List.of(BOB));
    room.store.queue().takesReports(false);
    send(PostRoom.ALICE, Optional.of(PostRoom.ALICE), List.of(BOB), SECRET);
    room.await(BOB, State.QUEUED, 1);
    assertThat(room.inbox()).isEmpty();
    room.advance(Duration.ofDays(6));
    room.await(BOB, State.QUEUED, 2);

    room.store.queue().takesReports(true);
    room.advance(DeliveryResult.PUT_OFF);
    room.await(BOB, State.FAILED, 3);
    assertThat(room.inbox()).hasSize(1);
    assertThat(room.failures()).isEmpty();
    assertThat(omitted()).isEmpty();
  }

  @Test
  void whatWasDeliveredIsSettledWhateverTheDiskHas() {
    room.store.queue().takesReports(false);
    room.sendFrom(PostRoom.ALICE, new Recipient(BOB, "SUCCESS", ""));
    room.await(BOB, State.DELIVERED, 1);

    await().until(() -> omitted().size() == 1);
    assertThat(omitted().getFirst().reason()).isEqualTo(Event.ReportOmitted.Reason.NO_SPACE);
    assertThat(room.inbox()).isEmpty();
  }

  @Test
  void manyOutcomesThatCannotBeWrittenAreSaidOnce() {
    begin(PostRoom.config().policy(PostRoom.policy(PostRoom.rules(20, Optional.empty()))));
    room.couriers.hold(true);
    for (var each : recipients(10)) {
      room.send(each);
    }
    await().until(() -> room.couriers.attempting() == 10);
    room.store.queue().failSettling(10);
    room.couriers.hold(false);

    room.awaitAll(State.DELIVERED);
    assertThat(room.failures()).hasSize(1);
  }
}
