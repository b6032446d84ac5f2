package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk has back what deleted mail took, while the server runs. */
class RoomGivenBackTest {
  private static final long MEBI = 1 << 20;
  private static final byte[] SMALL = new byte[60_000];
  private static final byte[] LARGE = new byte[100_000];

  @TempDir Path folder;
  private final List<Path> unshrunk = new ArrayList<>();
  private MailStore store;

  private void open(LongSupplier usable) throws IOException {
    store =
        SqliteMailStore.open(
            folder,
            StoreContext.ALONE.with(
                new StoreEvents() {
                  @Override
                  public void failed(String where, Throwable cause) {
                    throw new AssertionError(where, cause);
                  }

                  @Override
                  public void cannotShrink(Path database, long octets) {
                    unshrunk.add(database);
                  }
                }),
            DatabaseSettings.DEFAULT,
            new DiskSpace(usable, () -> DiskSpace.LEAST_RESERVE));
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }

  private MailStore.CommitResult commit(byte[] body) {
    return Messages.in(store).body(body).mailbox("alice").commit();
  }

  private long database() throws IOException {
    return Files.size(folder.resolve("mail.db"));
  }

  @Test
  void takesLargeMailAgainOnceTheMailboxIsEmpty() throws IOException {
    open(new SmallDisk(folder, DiskSpace.LEAST_RESERVE + 40 * MEBI));
    while (commit(SMALL).equals(new Stored())) {
      // until the disk is full
    }
    await().until(() -> !store.status().acceptingLarge());
    assertThat(store.list(Queries.all()).total()).isGreaterThan(100);
    var full = database();

    store.delete(Optional.empty(), Optional.empty());

    await().until(() -> store.status().acceptingLarge());
    assertThat(commit(LARGE)).isEqualTo(new Stored());
    await().until(() -> database() < full / 2);
  }

  @Test
  void saysThatLargeMailIsRefusedWhileSmallMailFindsRoomInside() throws IOException {
    var usable = new AtomicLong(1L << 40);
    open(usable::get);
    for (int i = 0; i < 600; i++) {
      commit(SMALL);
    }
    store.delete(Optional.empty(), Optional.empty());
    // Somebody else fills the disk; what was deleted is still inside the database.
    usable.set(DiskSpace.LEAST_RESERVE - 1);

    await().until(() -> !store.status().acceptingLarge());
    try (var body = store.newBody()) {
      assertThatThrownBy(() -> body.write(LARGE, 0, LARGE.length)).isInstanceOf(IOException.class);
    }
  }

  /** Of a database that cannot shrink, else the room inside is the disk's a moment later. */
  @Test
  void takesSmallMailWhileLargeMailIsRefused() throws Exception {
    open(() -> 1L << 40);
    for (int i = 0; i < 100; i++) {
      commit(SMALL);
    }
    store.close();
    unshrinkable();
    open(() -> DiskSpace.LEAST_RESERVE - 1);
    await().until(() -> !store.status().accepting());

    store.delete(Optional.empty(), Optional.empty());

    assertThat(commit(SMALL)).isEqualTo(new Stored());
    assertThat(store.status().accepting()).isTrue();
    assertThat(store.status().acceptingLarge()).isFalse();
    try (var body = store.newBody()) {
      assertThatThrownBy(() -> body.write(LARGE, 0, LARGE.length)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void keepsALittleForTheNextMailAndGivesBackTheRest() throws IOException {
    open(() -> 1L << 40);
    for (int i = 0; i < 1_000; i++) {
      commit(SMALL);
    }
    store.delete(Optional.empty(), Optional.empty());
    // Enough changes for somebody to look at how much is unused.
    for (int i = 0; i < 100; i++) {
      commit(new byte[10]);
    }

    await().until(() -> database() < 20 * MEBI);
    assertThat(database()).isGreaterThan(4 * MEBI);
    assertThat(store.list(Queries.all()).total()).isEqualTo(100);
  }

  @Test
  void aDatabaseOfAnEarlierVersionIsWrittenOnceMore() throws Exception {
    open(() -> 1L << 40);
    for (int i = 0; i < 20; i++) {
      commit(SMALL);
    }
    store.close();
    unshrinkable();

    open(() -> 1L << 40);

    assertThat(unshrunk).isEmpty();
    assertThat(ask("PRAGMA auto_vacuum")).isEqualTo(2);
    assertThat(store.list(Queries.all()).total()).isEqualTo(20);
    assertThat(commit(SMALL)).isEqualTo(new Stored());
    assertThat(folder.resolve("mail.db.new")).doesNotExist();
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("mail.db"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aDatabaseThatCannotBeWrittenTwiceIsUsedAsItIs() throws Exception {
    open(() -> 1L << 40);
    commit(SMALL);
    store.close();
    unshrinkable();

    open(() -> DiskSpace.LEAST_RESERVE);

    assertThat(unshrunk).containsExactly(folder.resolve("mail.db"));
    assertThat(store.list(Queries.all()).total()).isEqualTo(1);
    assertThat(commit(SMALL)).isEqualTo(new Stored());
  }

  /** As earlier versions made it. */
  private void unshrinkable() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mail.db"));
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = 0");
      statement.execute("VACUUM");
    }
    assertThat(ask("PRAGMA auto_vacuum")).isZero();
  }

  private int ask(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mail.db"));
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }

  @Test
  void refusesAVolumeThatCouldNeverTakeMail() throws IOException {
    assertThatThrownBy(() -> DiskSpace.requireVolume(folder, 30 * MEBI, 64 * MEBI))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 30 MiB in all, too little to run on: 64 MiB are kept free")
        .hasMessageContaining("Give it 96 MiB or more");
    assertThatThrownBy(() -> DiskSpace.requireVolume(folder, 60 * MEBI, 1))
        .hasMessageContaining("32 MiB are kept free");
    DiskSpace.requireVolume(folder, 96 * MEBI, 64 * MEBI);
  }
}
