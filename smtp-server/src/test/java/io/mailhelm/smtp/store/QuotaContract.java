package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.MailStore.CommitResult.MailboxFull;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import io.mailhelm.smtp.store.MailStore.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How every store keeps to quotas. */
public abstract class QuotaContract extends StoreContract {
  @Test
  void refusesTheWholeMessageWhenAMailboxIsFull() {
    var one = new Quota(Long.MAX_VALUE, 1);
    Messages.in(store).mailbox("alice", one).commit();
    Messages.in(store).mailbox("carol", one).commit();

    var result =
        Messages.in(store).mailbox("alice", one).mailbox("bob", one).mailbox("carol", one).commit();

    assertThat(result)
        .isEqualTo(
            new MailboxFull(
                List.of(Mailbox.of("alice@example.com"), Mailbox.of("carol@example.com"))));
    assertThat(store.list(Queries.mailbox("bob")).entries()).isEmpty();
    assertThat(store.usage("bob")).isEqualTo(new MailboxUsage(0, 0));
    assertThat(store.status().messages()).isEqualTo(2);
  }

  @Test
  void fillsAQuotaToItsLastOctetAndNoFurther() {
    var body = new byte[100];
    Messages.in(store).body(body).mailbox("alice").commit();
    var size = store.usage("alice").octets();
    store.delete(Optional.of("alice"), Optional.empty());
    var quota = new Quota(2L * size, 100);

    assertThat(store.hasRoom("alice", quota, 2L * size)).isTrue();
    assertThat(store.hasRoom("alice", quota, 2L * size + 1)).isFalse();
    Messages.in(store).body(body).mailbox("alice", quota).commit();
    assertThat(store.hasRoom("alice", quota, size)).isTrue();
    assertThat(Messages.in(store).body(body).mailbox("alice", quota).commit())
        .isEqualTo(new Stored());
    assertThat(store.hasRoom("alice", quota, 1)).isFalse();
    assertThat(Messages.in(store).body(new byte[0]).mailbox("alice", quota).commit())
        .isInstanceOf(MailboxFull.class);

    store.delete(Optional.of("alice"), Optional.of(entries().getFirst().id()));
    assertThat(Messages.in(store).body(body).mailbox("alice", quota).commit())
        .isEqualTo(new Stored());
  }

  @Test
  void countsAllThatIsKeptOfAMessage() {
    var recipients =
        IntStream.range(0, 100)
            .mapToObj(i -> Recipient.of("alice+%03d%s@example.com".formatted(i, "d".repeat(230))))
            .toList();
    var address = Mailbox.of("alice@example.com");
    var quota = new Quota(30_000, 100);
    var target = new MailStore.Target("alice", address, quota, false, recipients);

    assertThat(Messages.in(store).target(target).commit()).isEqualTo(new Stored());
    assertThat(store.usage("alice").octets()).isBetween(24_000L, 28_000L);
    assertThat(Messages.in(store).target(target).commit()).isInstanceOf(MailboxFull.class);

    store.delete(Optional.of("alice"), Optional.empty());
    assertThat(store.usage("alice")).isEqualTo(new MailboxUsage(0, 0));
  }

  @Test
  void countsAMailboxThatIsNamedTwiceTwice() {
    var result =
        Messages.in(store)
            .mailbox("alice", new Quota(Long.MAX_VALUE, 1))
            .target(
                "alice", new Quota(Long.MAX_VALUE, 1), true, MailStore.Recipient.of("x@y.example"))
            .commit();

    assertThat(result).isInstanceOf(MailboxFull.class);
    assertThat(entries()).isEmpty();
  }

  @Test
  void holdsAQuotaExactlyWhenFiftyThreadsFillIt() throws Exception {
    var quota = new Quota(Long.MAX_VALUE, 137);
    Callable<Integer> fill =
        () -> {
          int stored = 0;
          for (int i = 0; i < 10; i++) {
            var result = Messages.in(store).mailbox("alice", quota).commit();
            stored += result instanceof Stored ? 1 : 0;
          }
          return stored;
        };

    var stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(java.util.Collections.nCopies(50, fill))) {
        stored += each.get();
      }
    }

    assertThat(stored).isEqualTo(137);
    assertThat(store.usage("alice").messages()).isEqualTo(137);
    assertThat(store.list(Queries.all()).total()).isEqualTo(137);
    reopen();
    assertThat(store.usage("alice").messages()).isEqualTo(137);
  }
}
