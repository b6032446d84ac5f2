package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.CurrentMailboxes;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult.MailboxGone;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.SenderReport;
import io.mailhelm.smtp.store.StoreContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mailboxes that are deleted while mail for them is committed. */
class DeletedMeanwhileTest {
  private static final Instant NOW = Instant.parse("2026-11-29T01:00:00Z");

  @TempDir Path folder;
  private final AtomicReference<CurrentMailboxes> mailboxes =
      new AtomicReference<>(CurrentMailboxes.ALL);
  private MailStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        SqliteMailStore.open(
            folder,
            StoreContext.ALONE.with(
                (CurrentMailboxes) (Target target) -> mailboxes.get().has(target)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void storesNothingAnywhereWhenOneMailboxIsGone() throws IOException {
    mailboxes.set(target -> !target.mailboxId().equals("bob"));

    assertThat(Messages.in(store).body(new byte[100_000]).mailbox("alice").mailbox("bob").commit())
        .isEqualTo(new MailboxGone(List.of(Mailbox.of("bob@example.com"))));

    assertThat(store.list(Queries.all()).total()).isZero();
    try (var files = Files.list(folder.resolve("bodies"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void deletesWhatWasBeingCommittedWhenTheMailboxWent() throws Exception {
    var deleting = new AtomicReference<Thread>();
    mailboxes.set(
        target -> {
          // The message is as good as written; what it is written to has never been there before.
          var thread = Thread.ofPlatform().start(() -> store.deleteMailbox("bob"));
          deleting.set(thread);
          while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
          }
          return true;
        });

    assertThat(Messages.in(store).mailbox("bob").commit()).isEqualTo(new Stored());
    deleting.get().join();

    assertThat(store.list(Queries.all()).total()).isZero();
    assertThat(store.usage("bob").messages()).isZero();
  }

  @Test
  void settlesNothingWhileAReportIsForAMailboxThatIsGone() {
    Messages.in(store).receivedAt(NOW).delivery("carol@elsewhere.example").commit();
    var leased = store.queue().lease("elsewhere.example", NOW, 1).orElseThrow().any();
    var attempt =
        new Attempt(NOW, Duration.ZERO, Attempt.Outcome.FAILED, "", "", "", 550, "5.1.1", "no");
    var settlement = new Settlement(leased.id(), State.FAILED, NOW, attempt, false);
    mailboxes.set(_ -> false);

    var report = Messages.in(store).mailbox("alice").make();
    assertThatThrownBy(
            () ->
                store
                    .queue()
                    .settle(List.of(settlement), List.of(SenderReport.of(report)), List.of()))
        .isInstanceOf(MailStoreException.class)
        .hasMessageContaining("alice@example.com");
    assertThat(store.queue().find(leased.id()).orElseThrow().state()).isEqualTo(State.QUEUED);
    assertThat(store.status().accepting()).as("the disk is well").isTrue();

    mailboxes.set(CurrentMailboxes.ALL);
    var again = Messages.in(store).mailbox("postmaster").make();
    store.queue().settle(List.of(settlement), List.of(SenderReport.of(again)), List.of());

    assertThat(store.queue().find(leased.id()).orElseThrow().state()).isEqualTo(State.FAILED);
    assertThat(store.usage("postmaster").messages()).isEqualTo(1);
  }
}
