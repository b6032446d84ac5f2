package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.fake.WatchedStore.Kept;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Suppression;
import io.mailhelm.smtp.store.Suppressions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of deliveries, and what their senders hear. */
class OutcomesTest {
  private static final String BOB = "bob@elsewhere.example";
  private static final String EVE = "eve@elsewhere.example";
  private final PostRoom room = new PostRoom().started();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void handsOverWithAReturnPathOfOurs() {
    var id = room.send(BOB);
    var delivered = room.await(BOB, State.DELIVERED, 1);
    assertThat(delivered.last().orElseThrow().text()).isEqualTo("Ok");
    var sent = room.couriers.sent().getFirst();
    assertThat(sent.parcel().reversePath())
        .matches("bounces\\+[0-9a-z]{26}\\.[0-9a-v]+\\.[a-z2-7]{16}@example.com")
        .containsIgnoringCase(id);
    assertThat(sent.content()).doesNotContain("Return-Path").endsWith("\r\n\r\nHello.\r\n");
    assertThat(room.inbox()).isEmpty();
  }

  @Test
  void triesByTheScheduleWarnsOnceAndGivesUpAfterALastAttempt() {
    room.couriers.say(BOB, 451, "4.7.1", "Greylisted");
    room.send(BOB);
    var began = room.clock.instant();
    var pauses = new ArrayList<Long>();
    var warnings = new ArrayList<Integer>();
    var waiting = room.await(BOB, State.QUEUED, 1);
    for (int attempts = 1; attempts < 10; attempts++) {
      pauses.add(Duration.between(room.clock.instant(), waiting.due()).toMinutes());
      warnings.add(room.inbox().size());
      room.clock.advanceTo(waiting.due().minusSeconds(1));
      assertThat(room.store.queue().due(room.clock.instant(), 1)).isEmpty();
      room.advance(Duration.ofSeconds(1));
      waiting = room.await(BOB, State.QUEUED, attempts + 1);
    }
    assertThat(pauses).containsExactly(15L, 60L, 120L, 240L, 480L, 960L, 1440L, 1440L, 1440L);
    assertThat(warnings).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1);
    assertThat(waiting.due()).isEqualTo(waiting.expiresAt()).isEqualTo(began.plusSeconds(432_000));
    room.clock.advanceTo(waiting.due());
    room.outbox.wake();
    room.await(BOB, State.EXPIRED, 11);
    assertThat(room.inbox()).hasSize(2);
    assertThat(room.inbox().getFirst()).contains("Action: delayed", "Will-Retry-Until:", "4.7.1");
    assertThat(room.inbox().getLast()).contains("Action: failed", "Greylisted");
    assertThat(room.store.queue().attempts(waiting.id())).hasSize(11);
  }

  @Test
  void tellsTheSenderOnceOfAFailure() {
    room.couriers.say(BOB, 554, "5.7.1", "Not from you");
    room.send(BOB);
    room.await(BOB, State.FAILED, 1);
    assertThat(room.inbox()).hasSize(1);
    assertThat(room.inbox().getFirst())
        .contains("Return-Path: <>", "Final-Recipient: rfc822; " + BOB, "Action: failed")
        .contains("Status: 5.7.1", "Not from you");
    assertThat(room.store.queue().all()).hasSize(1);
    room.advance(Duration.ofDays(1));
    room.send(EVE);
    room.await(EVE, State.DELIVERED, 1);
    assertThat(room.inbox()).hasSize(1);
  }

  @Test
  void tellsNobodyWhoAskedNotToBeToldOrIsNobody() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.sendFrom("alice@example.com", new Recipient(BOB, "NEVER", ""));
    room.await(BOB, State.FAILED, 1);
    room.couriers.say(EVE, 550, "5.1.1", "No such user");
    room.sendFrom("", Recipient.of(EVE));
    room.await(EVE, State.FAILED, 1);
    assertThat(room.couriers.sent().getLast().parcel().reversePath()).isEmpty();
    assertThat(room.store.kept()).isEmpty();
    assertThat(room.store.queue().all()).hasSize(2);
  }

  @Test
  void givesEachRecipientATransactionAndAReturnPathOfItsOwn() {
    room.couriers.say("a@elsewhere.example", 550, "5.1.1", "No a");
    room.couriers.say("b@elsewhere.example", 451, "4.2.1", "Later");
    var all =
        Stream.of("a", "b", "c")
            .map(name -> new Recipient(name + "@elsewhere.example", "SUCCESS,FAILURE", ""))
            .toArray(Recipient[]::new);
    room.sendFrom("alice@example.com", all);
    room.await("a@elsewhere.example", State.FAILED, 1);
    room.await("b@elsewhere.example", State.QUEUED, 1);
    room.await("c@elsewhere.example", State.DELIVERED, 1);
    assertThat(room.couriers.sent()).hasSize(3).allMatch(sent -> sent.recipients().size() == 1);
    assertThat(room.couriers.sent())
        .extracting(sent -> sent.parcel().reversePath())
        .doesNotHaveDuplicates();
    var reports = room.inbox();
    assertThat(reports).hasSize(2);
    assertThat(only(reports, "Action: failed")).contains("No a").doesNotContain("Later");
    assertThat(only(reports, "Action: relayed")).contains("c@elsewhere");
  }

  /** No return path of ours, so that nothing is lost by sending to all at once. */
  @Test
  void makesOneReportForEachThingThatHappenedToThoseOfOneTransaction() {
    room.couriers.say("a@elsewhere.example", 550, "5.1.1", "No a");
    room.couriers.say("b@elsewhere.example", 550, "5.7.1", "No b");
    room.couriers.say("c@elsewhere.example", 451, "4.2.1", "Later");
    var all =
        Stream.of("a", "b", "c", "d", "e")
            .map(name -> new Recipient(name + "@elsewhere.example", "SUCCESS,FAILURE", ""))
            .toArray(Recipient[]::new);
    room.sendFrom("app@there.example", all);
    room.await("a@elsewhere.example", State.FAILED, 1);
    room.await("b@elsewhere.example", State.FAILED, 1);
    room.await("c@elsewhere.example", State.QUEUED, 1);
    room.await("d@elsewhere.example", State.DELIVERED, 1);
    room.await("e@elsewhere.example", State.DELIVERED, 1);
    await().until(() -> room.couriers.sent().size() == 3);
    assertThat(room.couriers.sent().getFirst().recipients()).hasSize(5);
    var reports =
        room.couriers.sent().stream().skip(1).map(ScriptedCouriers.Sent::content).toList();
    assertThat(only(reports, "Action: failed")).contains("No a", "No b").doesNotContain("Later");
    assertThat(only(reports, "Action: relayed")).contains("d@elsewhere", "e@elsewhere");
  }

  private static String only(List<String> reports, String part) {
    var found = reports.stream().filter(report -> report.contains(part)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void leavesTheReportOfSuccessToAPeerThatReports() {
    room.couriers.peerReports(true);
    room.sendFrom("alice@example.com", new Recipient(BOB, "SUCCESS", ""));
    room.await(BOB, State.DELIVERED, 1);
    assertThat(room.inbox()).isEmpty();
    room.couriers.peerReports(false);
    room.sendFrom("alice@example.com", new Recipient(EVE, "SUCCESS", ""));
    room.await(EVE, State.DELIVERED, 1);
    assertThat(room.inbox()).hasSize(1);
  }

  @Test
  void sendsAReportToASenderElsewhereAndNeverOneOnThat() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.couriers.say("app@there.example", 550, "5.1.1", "Nor this");
    room.sendFrom("app@there.example", Recipient.of(BOB));
    room.await("app@there.example", State.FAILED, 1);
    var report = room.couriers.sent().getLast();
    assertThat(report.parcel().reversePath()).isEmpty();
    assertThat(report.content()).startsWith("From: ").contains("Action: failed", BOB);
    assertThat(room.store.kept()).isEmpty();
    assertThat(room.store.queue().all()).hasSize(2);
  }

  @Test
  void tellsThePostmasterWhenTheSenderIsGone() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.sendFrom("gone@example.com", Recipient.of(BOB));
    room.await(BOB, State.FAILED, 1);
    assertThat(room.store.kept()).extracting(Kept::text).singleElement().asString().contains(BOB);
    assertThat(room.store.kept("postmaster@example.com")).hasSize(1);
  }

  private List<Suppression> suppressed() {
    return room.store.suppressions().list(Optional.empty(), Optional.empty(), 10);
  }

  @Test
  void doesNotMailAgainWhoIsNotThere() {
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    room.couriers.say(EVE, 550, "5.7.1", "Spam");
    room.send(BOB, EVE);
    room.await(BOB, State.FAILED, 1);
    room.await(EVE, State.FAILED, 1);
    assertThat(suppressed())
        .extracting(Suppression::domain, it -> it.address().toString(), Suppression::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("example.com", BOB, "550 5.1.1 No such user"));
  }

  @Test
  void goesOnMailingWhoseAddressNobodyRefusedByName() {
    var said = ScriptedCouriers.answer(Outcome.FAILED, 550, "5.1.1", "No such user");
    room.couriers.say(
        BOB,
        any -> // what was made of MAIL, of the end of data, or of a reply without a code
        new Attempt(
                said.at(),
                said.took(),
                said.outcome(),
                said.host(),
                said.address(),
                said.tls(),
                said.code(),
                said.enhanced(),
                said.text()));
    room.send(BOB);
    room.await(BOB, State.FAILED, 1);
    assertThat(suppressed()).isEmpty();
  }

  @Test
  void believesARelayOnTheSecondDay() {
    var relay = new Route.Relay("relay.example", 587, TlsLevel.Required, Optional.empty());
    var route = new Route(List.of("*"), Optional.of(relay));
    room.offer(
        PostRoom.config().policy(PostRoom.policy(PostRoom.rules(1, Optional.empty()), route)));
    room.couriers.say(BOB, 550, "5.1.1", "No such user");
    bounce(1);
    room.clock.advance(Suppressions.CONFIRMED_AFTER.minusSeconds(1));
    bounce(2);
    assertThat(suppressed()).isEmpty();
    room.clock.advance(Duration.ofSeconds(1));
    bounce(3);
    assertThat(suppressed()).hasSize(1);
  }

  private void bounce(int times) {
    room.send(BOB);
    await()
        .until(
            () ->
                room.store.queue().all().stream().filter(it -> it.state() == State.FAILED).count()
                    == times);
  }
}
