package io.mailhelm.smtp.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailStore.CommitResult.MailboxFull;
import io.mailhelm.smtp.store.MailStore.CommitResult.Repeated;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How every store takes mail for elsewhere, hands it out, and notes what became of it. */
public abstract class QueueContract extends QueueFixture {
  @Test
  void handsOutAMessageAsItWasAccepted() throws IOException {
    var body = random(70_000);
    var accepted =
        message()
            .subject("Grüße")
            .reversePath("bounce@example.com")
            .user("u@example.com")
            .dsn(new Dsn("HDRS", "QQ314159"))
            .leaving("example.com", "bulk")
            .requirements(Requirement.SMTPUTF8, Requirement.REQUIRETLS)
            .delivery(
                new Recipient("Bob@elsewhere.example", "FAILURE", "rfc822;b@e.example"),
                "elsewhere.example",
                "lane")
            .body(body)
            .make();

    assertThat(store.commit(accepted)).isEqualTo(new Stored());

    var leased = lease("lane");
    var delivery = leased.any();
    assertThat(leased)
        .isEqualTo(
            new LeasedDeliveries(
                accepted.id(),
                NOW,
                new Dsn("HDRS", "QQ314159"),
                Set.of(Requirement.SMTPUTF8, Requirement.REQUIRETLS),
                List.of(delivery)));
    assertThat(delivery)
        .isEqualTo(
            new Delivery(
                delivery.id(),
                accepted.id(),
                Optional.of(Submitter.of("u@example.com", "u@example.com")),
                "example.com",
                Optional.of("bulk"),
                "bounce@example.com",
                Optional.empty(),
                "Grüße",
                Messages.TRACE.length + 70_000L,
                new Recipient("Bob@elsewhere.example", "FAILURE", "rfc822;b@e.example"),
                "elsewhere.example",
                "lane",
                State.QUEUED,
                Optional.empty(),
                true,
                NOW,
                NOW,
                NOW.plus(Duration.ofDays(5)),
                0,
                Optional.empty(),
                false,
                Optional.empty(),
                false));
    assertThat(octets(leased)).isEqualTo(withTrace(body));
    assertThat(queue().find(delivery.id())).contains(delivery);
    assertThat(queue().ofMessage(accepted.id())).containsExactly(delivery);
    assertThat(store.list(Queries.all()).entries()).isEmpty();
    assertThat(store.status().messages()).isEqualTo(1);
  }

  @Test
  void namesLanesThatHaveSomethingDueTheLongestWaitingFirst() {
    message().dueAt(NOW.minusSeconds(1)).delivery("a@second.example").commit();
    message().dueAt(NOW.minusSeconds(2)).delivery("a@first.example").commit();
    message().dueAt(NOW.plusSeconds(5)).delivery("a@later.example").commit();

    assertThat(lanes(queue(), NOW, 10)).containsExactly("first.example", "second.example");
    assertThat(lanes(queue(), NOW, 1)).containsExactly("first.example");
    queue().suspend("first.example");
    assertThat(lanes(queue(), NOW, 1)).containsExactly("second.example");
    queue().resume("first.example");
    assertThat(queue().nextDue()).contains(NOW.minusSeconds(2));
    queue().suspend("first.example");
    queue().suspend("second.example");
    assertThat(queue().nextDue()).contains(NOW.plusSeconds(5));
    assertThat(queue().lease("later.example", NOW, 1)).isEmpty();
    assertThat(queue().lease("nothing.example", NOW, 1)).isEmpty();
    queue().suspend("later.example");
    assertThat(queue().nextDue()).isEmpty();
    queue().resumeAll();
    assertThat(queue().nextDue()).contains(NOW.minusSeconds(2));
  }

  @Test
  void leasesRecipientsOfOneMessageAndOneDestinationTogether() {
    message()
        .delivery("a@one.example", "one.example", "hub")
        .delivery("b@two.example", "two.example", "hub")
        .delivery("c@one.example", "one.example", "hub")
        .delivery("d@one.example", "one.example", "hub")
        .delivery("e@one.example", "one.example", "other")
        .commit();
    message().delivery("z@one.example", "one.example", "hub").commit();

    assertThat(addresses(queue().lease("hub", NOW, 2)))
        .containsExactly("a@one.example", "c@one.example");
    assertThat(addresses(queue().lease("hub", NOW, 2))).containsExactly("b@two.example");
    assertThat(addresses(queue().lease("hub", NOW, 2))).containsExactly("d@one.example");
    assertThat(addresses(queue().lease("hub", NOW, 2))).containsExactly("z@one.example");
    assertThat(queue().lease("hub", NOW, 2)).isEmpty();
    assertThat(lanes(queue(), NOW, 9)).containsExactly("other");
    assertThat(queue().status().sending()).isEqualTo(5);
  }

  private static List<String> addresses(Optional<LeasedDeliveries> consignment) {
    return consignment.orElseThrow().deliveries().stream()
        .map(each -> each.recipient().address())
        .toList();
  }

  @Test
  void remembersWhatAnAttemptCameTo() throws IOException {
    message().leaving("example.com", "bulk").delivery("a@b.example").commit();
    var leased = lease("b.example");
    var settlement = settlement(leased.any(), State.DELIVERED, NOW);

    queue().settle(List.of(settlement), List.of(), List.of());
    reopen();

    var delivery = queue().find(leased.any().id()).orElseThrow();
    assertThat(delivery.state()).isEqualTo(State.DELIVERED);
    assertThat(delivery.sending()).isFalse();
    assertThat(delivery.attempts()).isEqualTo(1);
    assertThat(delivery.last()).contains(settlement.attempt());
    assertThat(delivery.endedAt()).contains(NOW.plusMillis(250));
    assertThat(queue().attempts(delivery.id())).containsExactly(settlement.attempt());
    assertThat(lanes(queue(), NOW, 9)).isEmpty();
    assertThat(queue().nextDue()).isEmpty();
    assertThat(store.status().messages()).isZero();
  }

  @Test
  void triesADeferredDeliveryWhenItIsDueAgainAndNotBefore() {
    message().delivery("a@b.example").commit();
    var later = NOW.plusSeconds(60);

    settle(lease("b.example"), State.QUEUED, later);

    assertThat(lanes(queue(), NOW, 9)).isEmpty();
    assertThat(queue().nextDue()).contains(later);
    assertThat(queue().lease("b.example", later.minusMillis(1), 9)).isEmpty();
    assertThat(lanes(queue(), later, 9)).containsExactly("b.example");
    var again = queue().lease("b.example", later, 9).orElseThrow().any();
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.due()).isEqualTo(later);
  }

  @Test
  void givesWhatWasNotAttemptedToTheNextWhoAsks() {
    message().delivery("a@b.example").commit();
    var first = lease("b.example");
    assertThat(lanes(queue(), NOW, 9)).isEmpty();

    queue().giveBack(List.of(first.any().id()));

    assertThat(lanes(queue(), NOW, 9)).containsExactly("b.example");
    assertThat(lease("b.example")).isEqualTo(first);
  }

  @Test
  void freesWhatWasBeingSentWhenItIsOpenedAgain() throws IOException {
    message().delivery("a@b.example").commit();
    message().delivery("h@b.example").commit();
    var leased = lease("b.example");
    queue().apply(MailQueue.Action.HOLD, List.of(lease("b.example").any().id()), NOW);

    reopen();

    assertThat(queue().status())
        .isEqualTo(
            new MailQueue.QueueStatus(1, Map.of(HoldReason.MANUAL, 1L), 0, Optional.of(NOW)));
    assertThat(lanes(queue(), NOW, 9)).containsExactly("b.example");
    assertThat(lease("b.example")).isEqualTo(leased);
  }

  @Test
  void keepsAMessageWhileAMailboxOrADeliveryNeedsIt() throws IOException {
    var body = random(70_000);
    message().body(body).mailbox("alice").delivery("a@b.example").delivery("c@d.example").commit();

    store.deleteMailbox("alice");
    settle(lease("b.example"), State.FAILED, NOW);
    assertThat(store.status().messages()).isEqualTo(1);
    reopen();
    assertThat(octets(lease("d.example"))).isEqualTo(withTrace(body));

    reopen();
    settle(lease("d.example"), State.DELIVERED, NOW);
    assertThat(store.status().messages()).isZero();
    assertThat(queue().list(all()).deliveries())
        .extracting(Delivery::subject)
        .containsExactly("Hello", "Hello");
  }

  @Test
  void leavesTheMailboxItsMessageWhenAllIsDelivered() throws IOException {
    message().mailbox("alice").delivery("a@b.example").commit();

    settle(lease("b.example"), State.DELIVERED, NOW);

    assertThat(new String(bytes(entries().getFirst().id()), UTF_8)).contains("Hello.");
    assertThat(store.status().messages()).isEqualTo(1);
  }

  @Test
  void queuesNothingWhenAMailboxIsFull() {
    var result = message().mailbox("alice", new Quota(1, 1)).delivery("a@b.example").commit();

    assertThat(result).isInstanceOf(MailboxFull.class);
    assertThat(lanes(queue(), NOW, 9)).isEmpty();
    assertThat(queue().status().queued()).isZero();
  }

  @Test
  void storesAReportInAFullMailboxWithTheSettlementItIsAbout() throws IOException {
    message().delivery("a@b.example").commit();
    var report =
        message()
            .mailbox("alice", new Quota(1, 1))
            .delivery("postmaster@example.org")
            .body(random(80_000))
            .make();
    var leased = lease("b.example");

    queue()
        .settle(
            List.of(settlement(leased.any(), State.FAILED, NOW)),
            List.of(SenderReport.of(report)),
            List.of());

    assertThat(bytes(entries().getFirst().id())).isEqualTo(withTrace(random(80_000)));
    assertThat(lease("example.org").messageId()).isEqualTo(report.id());
  }

  @Test
  void makesOneMessageOfARequestThatIsSentTwice() {
    var first = message().idempotency("u", "k", "f").delivery("a@b.example").make();
    store.commit(first);

    assertThat(message().idempotency("u", "k", "f").delivery("a@b.example").commit())
        .isEqualTo(new Repeated(first.id(), true));
    assertThat(message().idempotency("u", "k", "other").delivery("a@b.example").commit())
        .isEqualTo(new Repeated(first.id(), false));
    assertThat(message().idempotency("v", "k", "f").delivery("a@b.example").commit())
        .isEqualTo(new Stored());
    assertThat(
            message()
                .receivedAt(NOW.plus(Duration.ofHours(24)))
                .idempotency("u", "k", "other")
                .delivery("a@b.example")
                .commit())
        .isEqualTo(new Stored());
    assertThat(queue().status().queued()).isEqualTo(3);
  }

  @Test
  void forgetsTheKeyOfAMessageThatFoundNoRoom() {
    var none = new Quota(1, 1);
    message().idempotency("u", "k", "f").mailbox("alice", none).commit();

    assertThat(message().idempotency("u", "k", "f").mailbox("alice").commit())
        .isEqualTo(new Stored());
  }

  @Test
  void leasesEachDeliveryToOneThreadOnly() throws Exception {
    for (int i = 0; i < 40; i++) {
      var many = message();
      for (int each = 0; each < 10; each++) {
        many.delivery("r" + each + "@b.example");
      }
      many.commit();
    }
    Set<DeliveryId> delivered = ConcurrentHashMap.newKeySet();
    Callable<Integer> send =
        () -> {
          int mine = 0;
          for (var next = queue().lease("b.example", NOW, 3);
              next.isPresent();
              next = queue().lease("b.example", NOW, 3)) {
            for (var each : next.get().deliveries()) {
              mine += delivered.add(each.id()) ? 1 : 1_000_000;
            }
            settle(next.get(), State.DELIVERED, NOW);
          }
          return mine;
        };

    int sent = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : Stream.generate(() -> threads.submit(send)).limit(20).toList()) {
        sent += each.get();
      }
    }

    assertThat(sent).isEqualTo(400);
    assertThat(queue().status())
        .isEqualTo(new MailQueue.QueueStatus(0, Map.of(), 0, Optional.empty()));
    assertThat(lanes(queue(), NOW, 9)).isEmpty();
    assertThat(store.status().messages()).isZero();
  }

  @Test
  void leasesAsManyRecipientsAsTheFirstOneMayGoWith() {
    message()
        .delivery("a@one.example", "one.example", "hub")
        .delivery("b@one.example", "one.example", "hub")
        .delivery("c@one.example", "one.example", "hub")
        .commit();

    var alone =
        queue()
            .lease("hub", NOW, (found, _) -> found.recipient().address().startsWith("a") ? 1 : 9);
    var others =
        queue()
            .lease("hub", NOW, (found, _) -> found.recipient().address().startsWith("a") ? 1 : 9);

    assertThat(addresses(alone)).containsExactly("a@one.example");
    assertThat(addresses(others)).containsExactly("b@one.example", "c@one.example");
  }

  @Test
  void knowsHowManyRecipientsAMessageBeganWith() {
    var message = message().delivery("a@b.example").delivery("c@d.example").make();
    store.commit(message);
    settle(lease("b.example"), State.DELIVERED, NOW);
    queue().purge(NOW.plusSeconds(60));

    assertThat(queue().ofMessage(message.id())).hasSize(1);
    assertThat(queue().recipientsOf(message.id())).isEqualTo(2);
    assertThat(queue().recipientsOf("01KAQT0000000000000000ABCD")).isZero();
  }

  @Test
  void findsWhatOneOriginatorHasInALaneBehindWhatOthersHave() {
    var many = message().user("full@example.com");
    for (int i = 0; i < 1_000; i++) {
      many.delivery("a" + i + "@b.example");
    }
    many.commit();
    message().dueAt(NOW.plusSeconds(1)).user("other@example.com").delivery("z@b.example").commit();
    var later = NOW.plusSeconds(2);
    var full = queue().due(later, 9).getFirst();
    assertThat(full.originator().login()).isEqualTo("full@example.com");

    queue().suspend(full);

    var other = queue().due(later, 9).getFirst();
    assertThat(other.originator().login()).isEqualTo("other@example.com");
    assertThat(queue().due("b.example", later)).contains(other);
    assertThat(addresses(queue().lease(other, later, (_, _) -> 9))).containsExactly("z@b.example");
    assertThat(queue().due(later, 9)).isEmpty();
    assertThat(queue().nextDue()).isEmpty();
    assertThat(queue().lease(full, later, (_, _) -> 1)).as("suspended, not gone").isPresent();
    queue().resume(full);
    assertThat(queue().due(later, 9)).containsExactly(full);
  }

  @Test
  void whatIsSuspendedStaysSoWhateverIsDoneToIt() {
    message().user("u@example.com").delivery("a@b.example").commit();
    var part = queue().due(NOW, 9).getFirst();
    queue().suspend(part);

    message().user("u@example.com").delivery("c@b.example").commit();
    var leased = queue().lease(part, NOW, (_, _) -> 1).orElseThrow();
    settle(leased, State.QUEUED, NOW);
    queue().move("b.example", "b.example", "elsewhere");
    assertThat(lanes(queue(), NOW, 9)).containsExactly("elsewhere");
    queue().move("b.example", "elsewhere", "b.example");

    assertThat(queue().due(NOW, 9)).isEmpty();
    queue().resume(part);
    assertThat(queue().due(NOW, 9)).containsExactly(part);
  }
}
