package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.CommitResult.MailboxFull;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.CommitResult.TooMuchWaiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much room every store gives to reports, and where it says that they go. */
public abstract class SenderReportContract extends QueueFixture {
  private static final byte[] WHOLE = new byte[50_000];
  private static final byte[] BRIEF = new byte[3_000];

  /** The same with other bounds. */
  protected abstract MailStore open(long waitingPerUser) throws IOException;

  /** Fails the next delivery, with a report on it. Returns what became of that. */
  private CommitResult fail(SenderReport report) {
    var leased = queue().lease("b.example", NOW, 1).orElseThrow();
    var results =
        queue()
            .settle(
                List.of(settlement(leased.any(), State.FAILED, NOW)), List.of(report), List.of());
    assertThat(queue().find(leased.any().id()).orElseThrow().state()).isEqualTo(State.FAILED);
    return results.getFirst();
  }

  private SenderReport report(Quota quota) {
    return new SenderReport(
        Optional.of(message().mailbox("bob", quota).body(WHOLE).make()),
        message().mailbox("bob", quota).body(BRIEF).make());
  }

  private void queueMessages(int messages) {
    for (int i = 0; i < messages; i++) {
      message().user("bob").delivery("a@b.example").commit();
    }
  }

  @Test
  void reportsExceedAQuotaByNoMoreThanTheOverdraft() throws IOException {
    var quota = new Quota(200_000, 1_000);
    queueMessages(450);
    var results = new ArrayList<CommitResult>();
    for (int i = 0; i < 450; i++) {
      results.add(fail(report(quota)));
    }

    assertThat(results).startsWith(new Stored()).endsWith(full());
    assertThat(store.usage("bob").octets())
        .isBetween(
            quota.storage() + SenderReport.OVERDRAFT.octets() - 4_000,
            quota.storage() + SenderReport.OVERDRAFT.octets());
    assertThat(entries()).filteredOn(entry -> entry.size() > 40_000).hasSize(3);
    reopen();
    assertThat(queue().status().queued()).isZero();
  }

  private static MailboxFull full() {
    return new MailboxFull(List.of(Mailbox.of("bob@example.com")));
  }

  @Test
  void reportsExceedAQuotaOfMessagesByNoMoreThanTheOverdraft() {
    var quota = new Quota(1 << 30, 2);
    queueMessages(110);
    for (int i = 0; i < 110; i++) {
      fail(report(quota));
    }

    assertThat(store.usage("bob").messages())
        .isEqualTo(quota.messages() + SenderReport.OVERDRAFT.messages());
    assertThat(entries()).filteredOn(entry -> entry.size() > 40_000).hasSize(2);
  }

  @Test
  void returnsAMessageOnceHoweverManyRecipientsItHas() throws IOException {
    message().user("bob").delivery("a@b.example").delivery("c@b.example").commit();
    message().user("bob").delivery("d@b.example").commit();

    fail(report(Quota.DEFAULT));
    reopen();
    fail(report(Quota.DEFAULT));
    fail(report(Quota.DEFAULT));

    assertThat(entries().reversed())
        .extracting(entry -> entry.size() > 40_000)
        .containsExactly(true, false, true);
    assertThat(store.status().octets()).isLessThan(10L << 20);
  }

  @Test
  void keepsNoFileOfAFormThatIsNotStored() throws IOException {
    message().user("bob").delivery("a@b.example").delivery("c@b.example").commit();
    for (int i = 0; i < 2; i++) {
      fail(
          new SenderReport(
              Optional.of(message().mailbox("bob").body(random(100_000)).make()),
              message().mailbox("bob").body(random(90_000)).make()));
    }
    reopen();

    assertThat(store.status().strayBodies()).isZero();
    assertThat(store.status().missingBodies()).isZero();
    assertThat(bytes(entries().getFirst().id())).isEqualTo(withTrace(random(90_000)));
    assertThat(bytes(entries().getLast().id())).isEqualTo(withTrace(random(100_000)));
  }

  @Test
  void aReportToElsewhereWaitsInTheShareOfTheUserItIsOn() throws IOException {
    message().user("bob").delivery("a@b.example").commit();
    fail(SenderReport.of(message().share("bob").body(BRIEF).delivery("x@c.example").make()));

    long waits = store.queue().waiting("bob");
    assertThat(waits).isBetween((long) BRIEF.length, BRIEF.length + 1_000L);
    var leased = lease("c.example");
    assertThat(leased.any().user()).isEmpty();
    assertThat(queue().list(sentByBob()).deliveries())
        .as("it is no mail that bob sent")
        .extracting(delivery -> delivery.recipient().address())
        .containsExactly("a@b.example");
    reopen();
    assertThat(store.queue().waiting("bob")).isEqualTo(waits);
    settle(lease("c.example"), State.DELIVERED, NOW);
    assertThat(store.queue().waiting("bob")).isZero();
  }

  private static DeliveryQuery sentByBob() {
    return new DeliveryQuery(
        100,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("bob"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void reportsExceedTheShareByNoMoreThanTheOverdraft() throws IOException {
    store.close();
    store = open(200_000);
    message().user("bob").body(new byte[150_000]).delivery("x@c.example").commit();
    message().delivery("a@b.example").delivery("c@b.example").delivery("d@b.example").commit();
    assertThat(
            fail(
                new SenderReport(
                    Optional.of(elsewhere(new byte[60_000])), elsewhere(new byte[20_000]))))
        .as("whole it would exceed the share")
        .isEqualTo(new Stored());
    assertThat(queue().waiting("bob")).isBetween(170_000L, 175_000L);
    assertThat(fail(SenderReport.of(elsewhere(new byte[1_000_000])))).isEqualTo(new Stored());

    assertThat(fail(SenderReport.of(elsewhere(new byte[100_000])))).isEqualTo(new TooMuchWaiting());
    assertThat(queue().waiting("bob")).isBetween(1_170_000L, 1_180_000L);
  }

  private NewMessage elsewhere(byte[] body) {
    return message().share("bob").body(body).delivery("x@c.example").make();
  }

  @Test
  void knowsWhichMailboxTheReversePathMeantUntilThatIsRemoved() throws IOException {
    message().user("bob").returnsTo(Optional.of("bob")).delivery("a@own.example").commit();
    message().user("bob").returnsTo(Optional.of("carol")).delivery("a@others.example").commit();
    message().returnsTo(Optional.of("carol")).delivery("a@nobodys.example").commit();
    message().user("bob").delivery("a@unknown.example").commit();
    reopen();
    assertThat(returnsTo("own.example")).contains("bob");
    assertThat(returnsTo("others.example")).contains("carol");
    assertThat(returnsTo("nobodys.example")).contains("carol");
    assertThat(returnsTo("unknown.example")).isEmpty();

    store.deleteMailbox("carol");
    assertThat(returnsTo("own.example")).contains("bob");
    assertThat(returnsTo("others.example")).contains(Submitter.REMOVED);
    assertThat(returnsTo("nobodys.example")).contains(Submitter.REMOVED);

    store.deleteMailbox("bob");
    assertThat(returnsTo("own.example")).contains(Submitter.REMOVED);
    assertThat(returnsTo("unknown.example")).isEmpty();
  }

  private Optional<String> returnsTo(String lane) {
    var leased = lease(lane).any();
    queue().giveBack(List.of(leased.id()));
    return leased.returnsTo();
  }
}
