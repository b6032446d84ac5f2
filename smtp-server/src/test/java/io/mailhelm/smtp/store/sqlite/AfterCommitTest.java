package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mailhelm.smtp.store.Halt;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong once a change is durable is no failure of the change. */
class AfterCommitTest {
  @TempDir Path folder;
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicReference<Throwable> afterCommit = new AtomicReference<>();
  private MailStore store;

  /** The disk that is looked at after a commit, and at no other time here. */
  private long usable() {
    var failure = afterCommit.get();
    if (failure != null && isAfterCommit()) {
      sneak(failure);
    }
    return 0;
  }

  private static boolean isAfterCommit() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("written")));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  private void open(DiskSpace room) throws IOException {
    store =
        SqliteMailStore.open(
            folder,
            StoreContext.ALONE
                .with((StoreEvents) (where, cause) -> told.add(where))
                .with((Halt) (where, cause) -> ends.add(where)),
            DatabaseSettings.DEFAULT,
            room);
  }

  private DiskSpace room() {
    return new DiskSpace(() -> 1L << 40, () -> DiskSpace.LEAST_RESERVE) {
      @Override
      boolean isScarceForFiles() {
        usable();
        return super.isScarceForFiles();
      }
    };
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Path> bodyFiles() throws IOException {
    try (var files = Files.list(folder.resolve("bodies"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aLookAtTheDiskThatFailsMakesNoMessageTwice() throws IOException {
    open(room());
    afterCommit.set(new IllegalStateException("a test's"));

    var result = Messages.in(store).body(new byte[100_000]).mailbox("alice").commit();

    afterCommit.set(null);
    assertThat(result).isEqualTo(new Stored());
    assertThat(store.list(Queries.all()).total()).isEqualTo(1);
    assertThat(bodyFiles()).as("its row names it").hasSize(1);
    assertThat(told).containsExactly("a look at the disk");
    assertThat(ends).isEmpty();
  }

  @Test
  void anErrorEndsTheProcessAndTheMessageIsThereOnce() throws IOException {
    open(room());
    afterCommit.set(new OutOfMemoryError("a test's"));

    var result = Messages.in(store).body(new byte[100_000]).mailbox("alice").commit();

    afterCommit.set(null);
    assertThat(result).isEqualTo(new Stored());
    assertThat(ends).containsExactly("a look at the disk");
    store.close();
    open(room());
    assertThat(store.list(Queries.all()).total()).isEqualTo(1);
    try (var body = store.open(store.list(Queries.all()).entries().getFirst().id()).orElseThrow()) {
      assertThat(body.readAllBytes()).hasSizeGreaterThan(100_000);
    }
  }

  @Test
  void memoryThatCannotFollowTheDiskEndsTheProcess() throws IOException {
    open(room());
    var after = new AfterCommit(StoreContext.ALONE.with((Halt) (where, cause) -> ends.add(where)));

    assertThatCode(
            () ->
                after.must(
                    "taking over",
                    () -> {
                      throw new IllegalStateException("a test's");
                    }))
        .doesNotThrowAnyException();

    assertThat(ends).containsExactly("taking over");
  }

  @Test
  void aListenerThatFailsMakesADeletionNoFailure() throws IOException {
    store =
        SqliteMailStore.open(
            folder,
            StoreContext.ALONE
                .with(
                    (StoreEvents)
                        (where, cause) -> {
                          throw new IllegalStateException("a test's", cause);
                        })
                .with((Halt) (where, cause) -> ends.add(where)),
            DatabaseSettings.DEFAULT,
            room());
    Messages.in(store).body(new byte[100_000]).mailbox("alice").commit();
    afterCommit.set(new IllegalStateException("a test's"));

    assertThat(store.delete(Optional.empty(), Optional.empty())).isEqualTo(1);
    afterCommit.set(null);
    assertThat(bodyFiles()).isEmpty();
  }

  @Test
  void anErrorWhileWritingEndsTheProcessWithNothingWritten() throws IOException {
    store =
        SqliteMailStore.open(
            folder,
            StoreContext.ALONE
                .with(
                    (io.mailhelm.smtp.store.CurrentMailboxes)
                        target -> {
                          throw new StackOverflowError("a test's");
                        })
                .with((Halt) (where, cause) -> ends.add(where)));

    Messages.in(store).mailbox("alice").commit();

    assertThat(ends).contains("writing mail");
    assertThat(store.list(Queries.all()).total()).isZero();
  }
}
