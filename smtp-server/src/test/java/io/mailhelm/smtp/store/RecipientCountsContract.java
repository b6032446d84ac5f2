package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Quota;
import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.CountedRecipients.Key;
import io.mailhelm.smtp.store.CountedRecipients.Subject;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How every store keeps the recipients that count against limits. */
public abstract class RecipientCountsContract extends QueueFixture {
  /** A beginning of slots of every length. */
  private static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");

  private static final Key NEWS = new Key(Subject.POLICY, "news");
  private static final Key ALICE = new Key(Subject.USER, "alice");

  private static CountedRecipients counted(Key key, Duration after, long recipients) {
    return new CountedRecipients(key, BEGIN.plus(after), recipients);
  }

  private static CountedRecipients counted(Key key, long seconds, long recipients) {
    return counted(key, Duration.ofSeconds(seconds), recipients);
  }

  private void commit(CountedRecipients... counted) {
    assertThat(Messages.in(store).receivedAt(BEGIN).mailbox("alice").counted(counted).commit())
        .isInstanceOf(CommitResult.Stored.class);
  }

  private Set<CountedRecipients> kept() {
    var rows = new HashSet<CountedRecipients>();
    store.recipientCounts().read(row -> assertThat(rows.add(row)).isTrue());
    return rows;
  }

  @Test
  void addsUpWhatIsInASlotAndKeepsItOverARestart() throws IOException {
    commit(counted(NEWS, 1, 3), counted(ALICE, 1, 3));
    commit(counted(NEWS, 4, 2), counted(NEWS, 5, 7));
    commit(counted(NEWS, Duration.ofDays(7), 1));
    reopen();

    assertThat(kept())
        .containsExactlyInAnyOrder(
            counted(NEWS, 0, 5),
            counted(ALICE, 0, 3),
            counted(NEWS, 5, 7),
            counted(NEWS, Duration.ofDays(7), 1));
    assertThat(store.recipientCounts().read(_ -> {})).contains(BEGIN);
  }

  @Test
  void hasNothingAtFirst() {
    assertThat(kept()).isEmpty();
    assertThat(store.recipientCounts().read(_ -> {})).isEmpty();
  }

  @Test
  void countsNothingOfAMessageThatIsNotStored() {
    var full = Messages.in(store).mailbox("alice", new Quota(10, 0)).counted(counted(NEWS, 1, 3));
    assertThat(full.commit()).isInstanceOf(CommitResult.MailboxFull.class);

    assertThat(kept()).isEmpty();
  }

  @Test
  void putsOldSlotsTogetherAndForgetsThoseThatNobodyAsksFor() throws IOException {
    for (int i = 0; i < 1_300; i++) {
      commit(counted(NEWS, i * 5L, 1)); // more than are put together at once
    }
    store.forget(Retention.DEFAULT, BEGIN.plusSeconds(1_300 * 5L).plus(RecipientCounts.EXACT));
    assertThat(kept()).hasSize(55).contains(counted(NEWS, 0, 24), counted(NEWS, 54 * 120, 4));

    commit(counted(NEWS, 1, 1));
    store.forget(Retention.DEFAULT, BEGIN.plus(RecipientCounts.EXACT).plusSeconds(6));
    assertThat(kept()).hasSize(55).contains(counted(NEWS, 0, 25));

    store.forget(Retention.DEFAULT, BEGIN.plus(RecipientCounts.KEPT).plusSeconds(121));
    assertThat(kept()).hasSize(53).doesNotContain(counted(NEWS, 0, 25));
  }

  @Test
  void movesAllWithTheClock() throws IOException {
    for (int i = 0; i < 100; i++) {
      commit(counted(NEWS, i * 120L, i + 1));
    }
    store.recipientCounts().rebase(Duration.ofMinutes(20));
    reopen();

    assertThat(kept())
        .hasSize(100)
        .contains(counted(NEWS, 1_200, 1), counted(NEWS, 1_200 + 99 * 120, 100));
    assertThat(store.recipientCounts().read(_ -> {})).contains(BEGIN.plusSeconds(1_200));

    store.recipientCounts().rebase(Duration.ofMinutes(-20));
    assertThat(kept()).hasSize(100).contains(counted(NEWS, 0, 1), counted(NEWS, 120, 2));

    store.forget(Retention.DEFAULT, BEGIN.plusSeconds(240).plus(RecipientCounts.EXACT));
    store.recipientCounts().rebase(Duration.ofSeconds(5));
    assertThat(kept())
        .hasSize(100)
        .contains(counted(NEWS, 120, 1), counted(NEWS, 240, 2), counted(NEWS, 245, 3));
  }

  @Test
  void triesAndGivesUpEachRecipientWhenItIsFor() {
    var later = Duration.ofHours(30);
    var message = message().delivery("now@r.example").delivery("later@r.example", later);
    message.commit();
    assertThat(lease("r.example").deliveries())
        .extracting(each -> each.recipient().address())
        .containsExactly("now@r.example");
    assertThat(queue().lease("r.example", NOW.plus(later).minusMillis(1), 100)).isEmpty();

    var leased = queue().lease("r.example", NOW.plus(later), 100).orElseThrow().any();
    assertThat(leased.recipient().address()).isEqualTo("later@r.example");
    assertThat(leased.due()).isEqualTo(NOW.plus(later));
    assertThat(leased.expiresAt()).isEqualTo(NOW.plus(later).plus(Duration.ofDays(5)));
    assertThat(queue().list(all()).deliveries())
        .extracting(Delivery::expiresAt)
        .containsExactly(leased.expiresAt(), NOW.plus(Duration.ofDays(5)));
  }
}
