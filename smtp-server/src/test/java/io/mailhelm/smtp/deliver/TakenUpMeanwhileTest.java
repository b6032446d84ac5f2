package io.mailhelm.smtp.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.sqlite.SqliteMailStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who is declared anew, again and again, while mail for the address comes in. */
class TakenUpMeanwhileTest {
  private static final String ALICE = "alice@example.com";
  private static final int LIVES = 30;

  @TempDir Path folder;

  private static ServerConfig config(int life) {
    var config =
        new TestConfig()
            .domain("example.com", Outbound.Capture)
            .user(ALICE, "secret", Optional.empty(), false, new Quota(Long.MAX_VALUE / 2, 1 << 30))
            .build();
    var alice = config.users().getFirst();
    return config.withUsers(
        List.of(
            new User(
                alice.resource(),
                "uid-" + life,
                alice.address(),
                alice.displayName(),
                alice.verifier(),
                alice.aliases(),
                alice.sendPolicy(),
                alice.quota(),
                alice.suspended(),
                alice.deletionPolicy(),
                Adopt.WhenNew)));
  }

  @Test
  void everyMessageThatWasStoredIsTheLastOnes() throws Exception {
    var live = new LiveConfig(config(0), List.of(), Clock.systemUTC(), any -> {});
    try (var store =
            SqliteMailStore.open(folder, StoreContext.ALONE.with(new LiveMailboxes(live)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      live.prepare(next -> store.owners().prepare(next.config(), next.loadedAt()));
      live.follow(now -> store.owners().complete(now.config(), now.loadedAt()));
      live.settle();
      var ended = new AtomicBoolean();
      Callable<Integer> deliveries =
          () -> {
            int stored = 0;
            while (!ended.get()) {
              var mailbox = live.current().directory().resolve(Mailbox.of(ALICE)).orElseThrow();
              var message = Messages.in(store).mailboxOf(mailbox.mailboxId(), ALICE);
              if (message.commit() instanceof Stored) {
                stored++;
              } // else the mailbox is another's now, and who sent it asks again
            }
            return stored;
          };
      var running = Stream.generate(() -> threads.submit(deliveries)).limit(4).toList();
      for (int life = 1; life <= LIVES; life++) {
        var before = store.status().messages();
        while (store.status().messages() < before + 10) {
          Thread.onSpinWait();
        }
        assertThat(live.offer(config(life), List.of())).isTrue();
      }
      ended.set(true);
      long stored = 0;
      for (var each : running) {
        stored += each.get();
      }

      assertThat(store.list(Queries.mailbox("uid-" + LIVES)).total()).isEqualTo(stored);
      assertThat(store.usage("uid-" + LIVES).messages()).isEqualTo(stored);
      assertThat(store.list(Queries.all()).total()).isEqualTo(stored);
    }
  }
}
