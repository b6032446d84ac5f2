package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore.CommitResult.QueueFull;
import io.mailhelm.smtp.store.MailStore.CommitResult.Repeated;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.CommitResult.TooManyKeys;
import io.mailhelm.smtp.store.MailStore.CommitResult.TooMuchWaiting;
import io.mailhelm.smtp.store.MailStore.Recipient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose mail to elsewhere is: a mailbox's, whatever its address. */
public abstract class SubmitterContract extends StoreContract {
  private static final Instant NOW = Instant.parse("2026-11-29T01:00:00Z");

  /** A store in which so many octets of a user's mail may wait. */
  protected abstract MailStore open(long waitingPerUser) throws IOException;

  /** A store whose queue is divided so. */
  protected abstract MailStore open(QueueShares shares) throws IOException;

  private Messages from(String mailboxId) {
    return Messages.in(store).user(Submitter.of("alice@example.com", mailboxId)).receivedAt(NOW);
  }

  private List<String> sentBy(String mailboxId) {
    var query =
        new DeliveryQuery(
            100,
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(mailboxId),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return store.queue().list(query).deliveries().stream()
        .map(each -> each.recipient().address())
        .toList();
  }

  private void settle(Delivery delivery) {
    var attempt =
        new Attempt(NOW, Duration.ZERO, Attempt.Outcome.DELIVERED, "", "", "", 250, "2.0.0", "");
    store
        .queue()
        .settle(
            List.of(new Settlement(delivery.id(), State.DELIVERED, NOW, attempt, false)),
            List.of(),
            List.of());
  }

  @Test
  void whoHasTheAddressNextSeesNothingOfWhatWasSent() throws IOException {
    from("uid-1").delivery("a@elsewhere.example").commit();
    from("uid-2").delivery("b@elsewhere.example").commit();

    assertThat(sentBy("uid-1")).containsExactly("a@elsewhere.example");
    assertThat(sentBy("uid-2")).containsExactly("b@elsewhere.example");
    reopen();
    assertThat(sentBy("uid-2")).containsExactly("b@elsewhere.example");
  }

  @Test
  void keysAreOfAMailbox() {
    assertThat(from("uid-1").delivery("a@e.example").idempotency("uid-1", "k", "f").commit())
        .isEqualTo(new Stored());
    assertThat(from("uid-2").delivery("a@e.example").idempotency("uid-2", "k", "f").commit())
        .isEqualTo(new Stored());
    assertThat(from("uid-1").delivery("a@e.example").idempotency("uid-1", "k", "f").commit())
        .isInstanceOf(Repeated.class);
  }

  @Test
  void keysOfOneOwnerAreBounded() throws IOException {
    int taken = 0;
    while (from("uid-1").mailbox("bob").idempotency("uid-1", key(taken), "f").commit()
        instanceof Stored) {
      taken++;
    }
    assertThat(taken).isBetween(10, 300);
    assertThat(from("uid-1").mailbox("bob").idempotency("uid-1", key(taken), "f").commit())
        .isEqualTo(new TooManyKeys());
    assertThat(from("uid-1").mailbox("bob").idempotency("uid-1", key(0), "f").commit())
        .as("what is known is answered")
        .isInstanceOf(Repeated.class);
    assertThat(from("uid-1").mailbox("bob").commit()).as("without a key").isEqualTo(new Stored());
    assertThat(from("uid-2").mailbox("bob").idempotency("uid-2", "k", "f").commit())
        .as("another owner")
        .isEqualTo(new Stored());
    store.delete(Optional.of("bob"), Optional.empty());
    reopen();
    assertThat(from("uid-1").mailbox("bob").idempotency("uid-1", key(taken), "f").commit())
        .as("the mail is deleted, the keys are not")
        .isEqualTo(new TooManyKeys());

    store.forget(Retention.DEFAULT, NOW.plus(Duration.ofDays(2)));
    assertThat(from("uid-1").mailbox("bob").idempotency("uid-1", key(taken), "f").commit())
        .isEqualTo(new Stored());
    store.deleteMailbox("uid-1");
    assertThat(from("uid-1").mailbox("bob").idempotency("uid-1", "new", "f").commit())
        .isEqualTo(new Stored());
  }

  /** Longer than any that the API takes, so that a few are many. */
  private static String key(int number) {
    return number + "k".repeat(400_000);
  }

  @Test
  void aMailboxThatIsRemovedLeavesNothingToWhoHasItsIdNext() {
    from("alice@example.com")
        .delivery("a@elsewhere.example")
        .idempotency("alice@example.com", "k", "f")
        .commit();

    store.deleteMailbox("alice@example.com");

    assertThat(sentBy("alice@example.com")).isEmpty();
    assertThat(store.queue().lease("elsewhere.example", NOW, 1).orElseThrow().any().user())
        .as("nobody who is there")
        .contains(Submitter.of("alice@example.com", Submitter.REMOVED));
    assertThat(store.queue().waiting("alice@example.com")).isZero();
    assertThat(
            from("alice@example.com")
                .delivery("b@elsewhere.example")
                .idempotency("alice@example.com", "k", "other")
                .commit())
        .isEqualTo(new Stored());
    assertThat(sentBy("alice@example.com")).containsExactly("b@elsewhere.example");
    assertThat(store.queue().status().queued()).as("what waits goes out all the same").isEqualTo(2);
  }

  @Test
  void countsEachMessageThatWaitsOnceAndNoLonger() throws IOException {
    var size = Messages.TRACE.length + 1_000L;
    from("uid-1").body(new byte[1_000]).delivery("a@e.example").delivery("b@e.example").commit();
    long first = store.queue().waiting("uid-1");
    from("uid-1").body(new byte[1_000]).delivery("c@e.example").commit();
    from("uid-1").body(new byte[1_000]).mailbox("bob").commit();
    long both = store.queue().waiting("uid-1");
    long rows = 512; // a delivery
    assertThat(first).isBetween(size + 2 * rows, size + 2 * rows + 300);
    assertThat(both - first).isBetween(size + rows, first - rows);
    reopen();
    assertThat(store.queue().waiting("uid-1")).isEqualTo(both);

    var leased = store.queue().lease("e.example", NOW, 1).orElseThrow().any();
    settle(leased);
    assertThat(store.queue().waiting("uid-1")).as("b waits").isEqualTo(both);
    settle(store.queue().lease("e.example", NOW, 1).orElseThrow().any());
    assertThat(store.queue().waiting("uid-1")).isEqualTo(both - first);

    var last = store.queue().lease("e.example", NOW, 1).orElseThrow().any();
    store.queue().giveBack(List.of(last.id()));
    store.queue().apply(Action.DELETE, List.of(last.id()), NOW);
    assertThat(store.queue().waiting("uid-1")).isZero();
    reopen();
    assertThat(store.queue().waiting("uid-1")).isZero();
  }

  @Test
  void whatRecipientsSayCountsAsWellAsTheMessage() {
    var orcpt = "rfc822;" + "o".repeat(480);
    var message = from("uid-1").body(new byte[10]);
    for (int i = 0; i < 100; i++) {
      message.delivery(new Recipient(i + "@e.example", "", orcpt), "e.example", "e.example");
    }
    message.commit();
    assertThat(store.queue().waiting("uid-1")).isBetween(99_000L, 106_000L);
  }

  private QueueShares.Waiting waiting(String mailboxId) {
    return store.queue().waiting("example.com", Optional.of(mailboxId));
  }

  @Test
  void countsEachDeliveryUntilItIsFinal() throws IOException {
    from("uid-1").delivery("a@e.example").delivery("b@e.example").commit();
    from("uid-1").leaving("other.example", "team").delivery("c@f.example").commit();
    from("uid-2").delivery("d@f.example").commit();
    Messages.in(store).receivedAt(NOW).delivery("e@f.example").commit();
    assertThat(waiting("uid-1")).isEqualTo(new QueueShares.Waiting(5, 4, 3));
    assertThat(waiting("uid-2")).isEqualTo(new QueueShares.Waiting(5, 4, 1));
    assertThat(store.queue().waiting("other.example", Optional.of("uid-1")))
        .isEqualTo(new QueueShares.Waiting(5, 1, 3));
    assertThat(store.queue().waiting("example.com", Optional.empty()))
        .as("what nobody logged in for")
        .isEqualTo(new QueueShares.Waiting(5, 4, 1));

    settle(store.queue().lease("e.example", NOW, 1).orElseThrow().any());
    assertThat(waiting("uid-1")).isEqualTo(new QueueShares.Waiting(4, 3, 2));
    var b = store.queue().lease("e.example", NOW, 1).orElseThrow().any();
    store.queue().giveBack(List.of(b.id()));
    store.queue().apply(Action.HOLD, List.of(b.id()), NOW);
    assertThat(waiting("uid-1")).as("what is held").isEqualTo(new QueueShares.Waiting(4, 3, 2));
    reopen();
    assertThat(waiting("uid-1")).isEqualTo(new QueueShares.Waiting(4, 3, 2));
    assertThat(store.queue().waiting("example.com", Optional.empty()))
        .isEqualTo(new QueueShares.Waiting(4, 3, 1));

    store.queue().apply(Action.DELETE, List.of(b.id()), NOW);
    assertThat(waiting("uid-1")).isEqualTo(new QueueShares.Waiting(3, 2, 1));
    store.deleteMailbox("uid-1");
    assertThat(waiting("uid-1")).isEqualTo(new QueueShares.Waiting(3, 2, 0));
  }

  @Test
  void oneUsersMailTakesTheQueueFromNobody() throws IOException {
    store.close();
    store = open(new QueueShares(40, 10, 50, true, true));
    for (int i = 0; i < 3; i++) {
      from("uid-1").delivery("a" + i + "@e.example").commit();
    }
    var held = store.queue().lease("e.example", NOW, 1).orElseThrow().any();
    store.queue().giveBack(List.of(held.id()));
    store.queue().hold(HoldReason.CAPTURE, List.of(held.id()), NOW);

    assertThat(from("uid-1").delivery("a@e.example").delivery("b@e.example").commit())
        .as("five would be more than four, and nothing of it is kept")
        .isEqualTo(new QueueFull(new QueueShares.Full(QueueShares.Holder.USER, 4)));
    assertThat(from("uid-1").delivery("a@e.example").commit()).isEqualTo(new Stored());
    assertThat(from("uid-1").delivery("a@e.example").commit()).isInstanceOf(QueueFull.class);
    assertThat(from("uid-1").mailbox("bob").commit())
        .as("what stays here does not wait")
        .isEqualTo(new Stored());
    assertThat(from("uid-2").delivery("a@e.example").commit())
        .as("another user")
        .isEqualTo(new Stored());

    store.queue().apply(Action.RELEASE, List.of(held.id()), NOW);
    settle(store.queue().lease("e.example", NOW, 1).orElseThrow().any());
    assertThat(from("uid-1").delivery("a@e.example").commit()).isEqualTo(new Stored());
  }

  @Test
  void reportsHaveRoomInAQueueThatIsFull() throws IOException {
    store.close();
    store = open(new QueueShares(1, 100, 100, false, false));
    from("uid-1").delivery("a@e.example").commit();
    assertThat(from("uid-1").delivery("b@e.example").commit()).isInstanceOf(QueueFull.class);

    var failed = store.queue().lease("e.example", NOW, 1).orElseThrow().any();
    var report = Messages.in(store).receivedAt(NOW).delivery("sender@f.example").make();
    var attempt =
        new Attempt(NOW, Duration.ZERO, Attempt.Outcome.DEFERRED, "", "", "", 451, "4.0.0", "");
    store
        .queue()
        .settle(
            List.of(new Settlement(failed.id(), State.QUEUED, NOW, attempt, true)),
            List.of(SenderReport.of(report)),
            List.of());
    assertThat(store.queue().status().queued()).isEqualTo(2);
  }

  @Test
  void oneUsersMailFillsNoDisk() throws IOException {
    store.close();
    store = open(15_800);
    for (int i = 0; i < 9; i++) {
      assertThat(from("uid-1").body(new byte[1_000]).delivery("a@e.example").commit())
          .isEqualTo(new Stored());
    }

    assertThat(from("uid-1").body(new byte[1_000]).delivery("a@e.example").commit())
        .isEqualTo(new TooMuchWaiting());
    assertThat(from("uid-2").body(new byte[1_000]).delivery("a@e.example").commit())
        .isEqualTo(new Stored());
    assertThat(from("uid-1").body(new byte[1_000]).mailbox("bob").commit())
        .as("what stays here does not wait")
        .isEqualTo(new Stored());

    settle(store.queue().lease("e.example", NOW, 1).orElseThrow().any());
    assertThat(from("uid-1").body(new byte[1_000]).delivery("a@e.example").commit())
        .isEqualTo(new Stored());
  }
}
