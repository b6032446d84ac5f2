package io.mailhelm.smtp.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.MailStore.CommitResult.Failed;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every store does with mail for mailboxes. */
public abstract class MailboxContract extends StoreContract {
  @Test
  void listsWhatWasStoredWithEveryFieldAsItCame() {
    var at = Instant.ofEpochMilli(1_764_000_000_123L);
    var message =
        Messages.in(store)
            .from("Ünal <u@example.com>")
            .to("alice@example.com", "Bob <bob@example.com>")
            .subject("Grüße, 100%_sure")
            .reversePath("bounce@example.com")
            .user("u@example.com")
            .receivedAt(at)
            .mailbox("alice")
            .make();

    assertThat(store.commit(message)).isEqualTo(new Stored());

    var entry = entries().getFirst();
    assertThat(entry)
        .isEqualTo(
            new MailboxEntry(
                entry.id(),
                message.id(),
                "alice",
                "alice@example.com",
                at,
                "bounce@example.com",
                Optional.of("u@example.com"),
                message.summary(),
                Messages.TRACE.length + message.body().size(),
                false,
                false));
    assertThat(store.find(entry.id())).contains(entry);
  }

  @Test
  void keepsAMessageWithoutAnyHeaderOrSender() {
    Messages.in(store).from("").to().subject("").reversePath("").mailbox("alice").commit();

    assertThat(entries().getFirst().summary().to()).isEmpty();
    assertThat(entries().getFirst().reversePath()).isEmpty();
    assertThat(entries().getFirst().user()).isEmpty();
  }

  @Test
  void remembersEverythingAfterARestart() throws IOException {
    Messages.in(store).subject("one").mailbox("alice").mailbox("bob").commit();
    store.markRead(entries().getFirst().id(), true);
    var before = entries();
    var usage = store.usage("alice");

    reopen();

    assertThat(entries()).isEqualTo(before);
    assertThat(store.usage("alice")).isEqualTo(usage);
    assertThat(usage.octets()).isGreaterThan(before.getFirst().size());
    assertThat(store.status().messages()).isEqualTo(1);
  }

  @Test
  void showsAMessageForManyRecipientsOnceInEachMailbox() throws IOException {
    var body = random(70_000);
    Messages.in(store).body(body).mailbox("alice").mailbox("bob").captured("alice").commit();

    assertThat(entries())
        .extracting(MailboxEntry::mailboxId, MailboxEntry::captured)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("alice", false),
            org.assertj.core.groups.Tuple.tuple("bob", false),
            org.assertj.core.groups.Tuple.tuple("alice", true));
    assertThat(entries())
        .extracting(MailboxEntry::messageId)
        .containsOnly(entries().get(0).messageId());
    assertThat(store.status().messages()).isEqualTo(1);
    for (var entry : entries()) {
      assertThat(bytes(entry.id())).isEqualTo(withTrace(body));
    }
  }

  @Test
  void survivesBytesThatAreNoText() throws IOException {
    var message =
        Messages.in(store).subject("nul \0 in it, and a lone \uD800 half").mailbox("alice");

    assertThat(message.body("8-bit \u00e9".getBytes(UTF_8)).commit()).isEqualTo(new Stored());
    assertThat(entries()).hasSize(1);
  }

  @Test
  void setsAndClearsTheReadMark() {
    Messages.in(store).mailbox("alice").commit();
    var id = entries().getFirst().id();

    assertThat(store.markRead(id, true)).isTrue();
    assertThat(store.find(id).orElseThrow().read()).isTrue();
    assertThat(store.markRead(id, false)).isTrue();
    assertThat(store.find(id).orElseThrow().read()).isFalse();
    assertThat(store.markRead(new EntryId(4711), true)).isFalse();
  }

  @Test
  void refusesWorkOnceItIsClosed() {
    var message = Messages.in(store).mailbox("alice").make();
    store.close();

    assertThat(store.commit(message)).isInstanceOf(Failed.class);
    assertThat(store.status().accepting()).isFalse();
  }

  @Test
  void finishesWhatWasQueuedWhenItIsClosed() throws Exception {
    int stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> commits =
          () -> {
            int mine = 0;
            while (Messages.in(store).subject("x").mailbox("alice").commit() instanceof Stored) {
              mine++;
            }
            return mine;
          };
      var running =
          java.util.stream.Stream.generate(() -> threads.submit(commits)).limit(8).toList();
      while (store.usage("alice").messages() < 100) {
        Thread.onSpinWait();
      }
      store.close();
      for (var each : running) {
        stored += each.get();
      }
    }
    reopen();
    assertThat(store.list(Queries.all()).total()).isEqualTo(stored);
  }
}
