package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.CommitResult.NoSpace;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.StoreContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  private static final Path ALWAYS_FULL = Path.of("/dev/full");

  @TempDir Path folder;
  private final AtomicLong usable = new AtomicLong(1L << 40);
  private MailStore store;

  @BeforeEach
  void openSmallStore() throws IOException {
    store =
        SqliteMailStore.open(
            folder,
            StoreContext.ALONE,
            new DatabaseSettings(true, DatabaseSettings.MOST_NAMED, 100),
            new DiskSpace(usable::get, () -> DiskSpace.LEAST_RESERVE));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private int fill() {
    int stored = 0;
    while (true) {
      switch (Messages.in(store).body(new byte[20_000]).mailbox("alice").commit()) {
        case Stored _ -> stored++;
        case CommitResult other -> {
          assertThat(other).isEqualTo(new NoSpace());
          return stored;
        }
      }
    }
  }

  @Test
  void refusesWithoutHarmAndGoesOnWhenThereIsRoom() {
    var stored = fill();

    assertThat(stored).isGreaterThan(5);
    assertThat(store.status().accepting()).isFalse();
    assertThat(store.list(Queries.all()).total()).isEqualTo(stored);
    assertThat(store.usage("alice").messages()).isEqualTo(stored);

    store.delete(Optional.empty(), Optional.of(store.list(Queries.all()).entries().get(0).id()));

    assertThat(Messages.in(store).body(new byte[15_000]).mailbox("alice").commit())
        .isEqualTo(new Stored());
    assertThat(store.status().accepting()).isTrue();
    assertThat(store.usage("alice").messages()).isEqualTo(stored);
  }

  @Test
  void findsOutByItselfThatThereIsRoomAgain() {
    fill();
    store.delete(Optional.empty(), Optional.empty());
    // A body that found no room tells the store; nobody else writes after it.
    assertThat(store.commit(Messages.in(store).mailbox("alice").with(bodyOnAFullDisk())))
        .isEqualTo(new NoSpace());

    await().until(() -> store.status().accepting());
  }

  @Test
  void storesTheSmallOnesOfABatchThatDoesNotFit() throws Exception {
    Callable<CommitResult> tooLarge =
        () -> Messages.in(store).body(new byte[60_000]).mailbox("alice").commit();
    Callable<CommitResult> small = () -> Messages.in(store).mailbox("bob").commit();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var large = Stream.generate(() -> threads.submit(tooLarge)).limit(20).toList();
      var others = Stream.generate(() -> threads.submit(small)).limit(20).toList();
      var stored = 0;
      for (var each : large) {
        stored += each.get() instanceof Stored ? 1 : 0;
      }
      for (var each : others) {
        stored += each.get() instanceof Stored ? 1 : 0;
      }
      assertThat(stored).isBetween(1, 39);
      assertThat(store.list(Queries.all()).total()).isEqualTo(stored);
    }
  }

  @Test
  void answersNoSpaceForABodyThatCouldNotBeSpilled() {
    var body = bodyOnAFullDisk();

    assertThat(store.commit(Messages.in(store).mailbox("alice").with(body)))
        .isEqualTo(new NoSpace());
    assertThat(store.list(Queries.all()).total()).isZero();
  }

  @Test
  void refusesMailWhileThereIsStillRoomToDelete() throws IOException {
    Messages.in(store).mailbox("alice").commit();
    usable.set(DiskSpace.LEAST_RESERVE / 2);
    await().until(() -> !store.status().accepting());

    assertThat(Messages.in(store).mailbox("alice").commit()).isEqualTo(new NoSpace());
    try (var large = store.newBody()) {
      assertThatThrownBy(() -> large.write(new byte[100_000], 0, 100_000))
          .isInstanceOf(IOException.class);
      assertThat(store.commit(Messages.in(store).mailbox("alice").with(large)))
          .isEqualTo(new NoSpace());
    }
    assertThat(store.delete(Optional.empty(), Optional.empty())).isEqualTo(1);

    usable.set(DiskSpace.LEAST_RESERVE);
    await().until(() -> store.status().accepting());
    assertThat(Messages.in(store).mailbox("alice").commit()).isEqualTo(new Stored());
  }

  private StrayBodies strays() {
    try {
      return StrayBodies.in(folder.resolve("stray"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A body that was written beyond what memory holds, to the device on which every disk is full.
   */
  private StoredBody bodyOnAFullDisk() {
    assumeThat(ALWAYS_FULL).exists();
    var body =
        new StoredBody(
            new BodyFolder(
                folder, strays(), new DiskSpace(usable::get, () -> DiskSpace.LEAST_RESERVE)) {
              @Override
              Spilled create() throws IOException {
                return new Spilled("full", FileChannel.open(ALWAYS_FULL, StandardOpenOption.WRITE));
              }
            });
    assertThatThrownBy(() -> body.write(new byte[100_000], 0, 100_000))
        .isInstanceOf(IOException.class);
    assertThat(Files.exists(folder.resolve("full"))).isFalse();
    return body;
  }
}
