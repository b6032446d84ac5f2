package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.MailQueue.Settlement;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult.NoSpace;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.SenderReport;
import io.mailhelm.smtp.store.StoreContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the reserve outcomes and reports may use, and what is left to deletions. */
class ReserveTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_764_000_000_000L);
  private static final long RESERVE = DiskSpace.LEAST_RESERVE;
  private static final String WORDS = "x".repeat(Attempt.MAX_TEXT);

  @TempDir Path folder;
  private final AtomicLong usable = new AtomicLong(1L << 40);
  private MailStore store;

  private void open(LongSupplier disk) throws IOException {
    store =
        SqliteMailStore.open(
            folder,
            StoreContext.ALONE,
            DatabaseSettings.DEFAULT,
            new DiskSpace(disk, () -> RESERVE));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Messages message() {
    return Messages.in(store).receivedAt(NOW);
  }

  private static Settlement settlement(Delivery delivery, State state) {
    var attempt =
        new Attempt(
            NOW, Duration.ZERO, Attempt.Outcome.DEFERRED, WORDS, "", WORDS, 450, "4.2.0", WORDS);
    return new Settlement(delivery.id(), state, NOW, attempt, false);
  }

  private void settle(Delivery delivery, State state, SenderReport... reports) {
    store.queue().settle(List.of(settlement(delivery, state)), List.of(reports), List.of());
  }

  /** They are to be tried again. */
  private void settle(LeasedDeliveries leased) {
    store
        .queue()
        .settle(
            leased.deliveries().stream().map(each -> settlement(each, State.QUEUED)).toList(),
            List.of(),
            List.of());
  }

  private SenderReport report() {
    return SenderReport.of(message().mailbox("alice").make());
  }

  private Delivery leased() {
    return store.queue().lease("b.example", NOW, 1).orElseThrow().any();
  }

  @Test
  void storesNoReportWhileTheReserveIsAllThatIsLeftAndOutcomesStill() throws IOException {
    open(usable::get);
    message().delivery("a@b.example").delivery("c@b.example").commit();
    usable.set(RESERVE - 1);
    await().until(() -> !store.queue().takesReports());
    var failed = leased();

    assertThatThrownBy(() -> settle(failed, State.FAILED, report()))
        .isInstanceOf(MailStoreException.class);
    assertThat(store.queue().find(failed.id()).orElseThrow().state()).isEqualTo(State.QUEUED);
    settle(leased(), State.DELIVERED);
    assertThat(store.list(Queries.all()).total()).isZero();

    usable.set(RESERVE);
    await().until(() -> store.queue().takesReports());
    settle(failed, State.FAILED, report());
    assertThat(store.list(Queries.all()).total()).isEqualTo(1);
  }

  @Test
  void leavesHalfOfTheReserveToDeletions() throws IOException {
    open(usable::get);
    message().mailbox("alice").delivery("a@b.example").commit();
    usable.set(RESERVE / 2 - 1);
    await().until(() -> !store.queue().takesReports());
    var leased = leased();

    assertThatThrownBy(() -> settle(leased, State.DELIVERED))
        .isInstanceOf(MailStoreException.class);
    assertThat(store.delete(Optional.of("alice"), Optional.empty())).isEqualTo(1);

    usable.set(RESERVE / 2);
    await()
        .ignoreExceptionsInstanceOf(MailStoreException.class)
        .until(
            () -> {
              settle(leased, State.DELIVERED);
              return true;
            });
    assertThat(store.queue().find(leased.id()).orElseThrow().state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void howeverLongAttemptsFailMailCanBeDeletedAndTheStoreOpenedAgain() throws IOException {
    open(new SmallDisk(folder, 3 * RESERVE));
    for (int i = 0; i < 10; i++) {
      var message = message();
      for (int to = 0; to < 100; to++) {
        message.delivery(to + "@b.example");
      }
      message.commit();
    }
    while (message().mailbox("alice").body(new byte[60_000]).commit().equals(new Stored())) {
      // until what is left is the reserve
    }
    int settled = 0;
    try {
      for (; settled < 500; settled++) {
        settle(store.queue().lease("b.example", NOW, 100).orElseThrow());
      }
    } catch (MailStoreException _) {
      // what is left is for deletions
    }
    assertThat(settled).isLessThan(500);
    assertThat(settled).isPositive();
    assertThat(left()).isGreaterThan(RESERVE / 4);

    store.close();
    open(new SmallDisk(folder, 3 * RESERVE));
    assertThat(message().mailbox("alice").commit()).isEqualTo(new NoSpace());
    assertThat(store.delete(Optional.of("alice"), Optional.empty())).isGreaterThan(100);
    assertThat(left()).isPositive();
    await().until(() -> message().mailbox("alice").commit().equals(new Stored()));
  }

  private long left() {
    return new SmallDisk(folder, 3 * RESERVE).getAsLong();
  }
}
