package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.QueueShares;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.Submitter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of more lanes than have their names in memory all mail leaves, in its order. */
class ManyLanesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T01:00:00Z");
  private static final String ALICE = "alice@example.com";

  private static final DeliveryQuery ALL =
      new DeliveryQuery(
          1_000,
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path folder;
  private MailStore store;

  @BeforeEach
  void open() throws IOException {
    var settings = new DatabaseSettings(true, 2, DatabaseSettings.UNLIMITED);
    var disk = new DiskSpace(() -> 1L << 40, () -> DiskSpace.LEAST_RESERVE);
    store = SqliteMailStore.open(folder, StoreContext.ALONE, settings, disk);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void commit(String user, int lane, Instant due) {
    Messages.in(store)
        .user(user)
        .receivedAt(NOW)
        .dueAt(due)
        .delivery("a@d" + lane + ".example")
        .commit();
  }

  private Settlement settlement(Delivery delivery, State state, Instant due) {
    var attempt =
        new Attempt(NOW, Duration.ZERO, Attempt.Outcome.DEFERRED, "", "", "", 451, "4.0.0", "");
    return new Settlement(delivery.id(), state, due, attempt, false);
  }

  private List<Delivery> lease(LanePart part, Instant now) {
    return store.queue().lease(part, now, (_, _) -> 1).map(it -> it.deliveries()).orElse(List.of());
  }

  private void settle(List<Delivery> deliveries, State state, Instant due) {
    store
        .queue()
        .settle(
            deliveries.stream().map(each -> settlement(each, state, due)).toList(),
            List.of(),
            List.of());
  }

  private List<String> sendAll(Instant now) {
    var sent = new ArrayList<String>();
    for (var due = store.queue().due(now, 100); !due.isEmpty(); due = store.queue().due(now, 100)) {
      for (var part : due) {
        var leased = lease(part, now);
        leased.forEach(each -> sent.add(each.recipient().address()));
        settle(leased, State.DELIVERED, now);
      }
    }
    return sent;
  }

  @Test
  void allLeavesInTheOrderInWhichItFellDueAlsoAfterARestart() throws IOException {
    for (int i = 0; i < 40; i++) {
      int lane = (i * 17) % 40;
      commit(ALICE, lane, NOW.plusSeconds(lane));
    }
    assertThat(store.queue().nextDue()).contains(NOW);
    close();
    open();
    assertThat(store.queue().nextDue()).contains(NOW);

    assertThat(sendAll(NOW.plusSeconds(19)))
        .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "a@d" + i + ".example").toList());
    assertThat(store.queue().nextDue()).contains(NOW.plusSeconds(20));
    assertThat(sendAll(NOW.plusSeconds(99))).hasSize(20);
  }

  @RepeatedTest(5)
  void nothingStaysBehindWhateverIsDone() throws IOException {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var now = NOW;
    for (int step = 0; step < 300; step++) {
      now = now.plusSeconds(random.nextInt(3));
      var all = store.queue().list(ALL).deliveries();
      var some = all.stream().filter(_ -> random.nextInt(8) == 0).map(Delivery::id).toList();
      var due = now.plusSeconds(random.nextInt(20));
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> {
          int lane = random.nextInt(15);
          commit(random.nextInt(3) > 0 ? ALICE : "bob@example.com", lane, due);
        }
        case 4 -> store.queue().apply(Action.RETRY, some, now);
        case 5 -> store.queue().hold(HoldReason.CAPTURE, some, now);
        case 6 -> store.queue().unhold(some, now);
        case 7 -> {
          var from = "d" + random.nextInt(15) + ".example";
          store.queue().move(from, from, "moved" + random.nextInt(3));
        }
        case 8 -> {
          if (random.nextInt(10) == 0) {
            close();
            open();
          }
        }
        case 9 -> {
          for (var part : store.queue().due(now, 5)) {
            store.queue().suspend(part);
          }
        }
        case 10 -> store.queue().resumeAll();
        default -> {
          for (var part : store.queue().due(now, 3)) {
            settle(lease(part, now), random.nextBoolean() ? State.QUEUED : State.DELIVERED, due);
          }
        }
      }
    }
    store.queue().resumeAll();
    var left = store.queue().list(ALL).deliveries();
    store.queue().unhold(left.stream().map(Delivery::id).toList(), now);
    store.queue().rebase(Duration.ofSeconds(5));

    int waiting = (int) store.queue().status().queued();
    assertThat(sendAll(now.plusSeconds(100))).as("seed %d", seed).hasSize(waiting);
    assertThat(store.queue().status().queued()).isZero();
    assertThat(store.queue().waiting("example.com", Optional.of(ALICE)))
        .isEqualTo(new QueueShares.Waiting(0, 0, 0));
  }

  @Test
  void whatWaitedBeforeThereWereSharesIsCounted() throws Exception {
    Messages.in(store)
        .user(Submitter.of(ALICE, "uid-1"))
        .receivedAt(NOW)
        .delivery("a@d1.example")
        .delivery("b@d2.example")
        .commit();
    settle(lease(store.queue().due(NOW, 1).getFirst(), NOW), State.DELIVERED, NOW);
    commit("bob@example.com", 1, NOW);
    close();
    var file = "jdbc:sqlite:" + folder.resolve("mail.db");
    try (var connection = DriverManager.getConnection(file);
        var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE waiting DROP COLUMN deliveries");
      statement.execute("DELETE FROM flyway_schema_history WHERE version = '72'");
    }
    open();

    assertThat(store.queue().waiting("example.com", Optional.of("uid-1")))
        .isEqualTo(new QueueShares.Waiting(2, 2, 1));
    assertThat(store.queue().waiting("uid-1")).isGreaterThan(500);
    assertThat(sendAll(NOW)).hasSize(2);
    assertThat(store.queue().waiting("uid-1")).isZero();
  }
}
