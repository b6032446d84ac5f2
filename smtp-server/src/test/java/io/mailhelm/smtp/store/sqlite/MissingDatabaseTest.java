package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that were moved away, put back older, or are another's. */
class MissingDatabaseTest {
  private static final byte[] LARGE = new byte[100_000];

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final List<Long> told = new ArrayList<>();

  private MailStore open() throws IOException {
    return SqliteMailStore.open(
        folder,
        StoreContext.ALONE.with(
            new StoreEvents() {
              @Override
              public void failed(String where, Throwable cause) {
                throw new AssertionError(where, cause);
              }

              @Override
              public void strayBodies(long count, Path where) {
                assertThat(where).isEqualTo(folder.resolve("stray").toAbsolutePath());
                told.add(count);
              }
            }));
  }

  private void withOneLargeMessage() throws IOException {
    try (var store = open()) {
      Messages.in(store).body(LARGE).mailbox("alice").commit();
    }
  }

  private List<Path> files(String name) throws IOException {
    try (var files = Files.list(folder.resolve(name))) {
      return files.toList();
    }
  }

  private void accept() throws IOException {
    Files.createFile(folder.resolve("accept-missing-database"));
  }

  @Test
  void refusesToBeginAfreshBesideMail() throws IOException {
    withOneLargeMessage();
    Files.move(folder.resolve("mail.db"), elsewhere.resolve("mail.db"));

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has no database")
          .hasMessageContaining("Put mail.db back")
          .hasMessageContaining(folder.resolve("accept-missing-database").toString());
    }
    assertThat(files("bodies")).hasSize(1);
    assertThat(folder.resolve("mail.db")).doesNotExist();

    Files.move(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));
    try (var store = open()) {
      var entry = store.list(Queries.all()).entries().getFirst();
      try (var in = store.open(entry.id()).orElseThrow()) {
        assertThat(in.readAllBytes()).hasSizeGreaterThan(LARGE.length);
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  void refusesToBeginAfreshWhereAllMailWasSmall() throws IOException {
    try (var store = open()) {
      Messages.in(store).mailbox("alice").commit();
    }
    assertThat(files("bodies")).as("only the database had it").isEmpty();
    var id = Files.readString(folder.resolve("database-id"));
    Files.move(folder.resolve("mail.db"), elsewhere.resolve("mail.db"));

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has no database")
          .hasMessageContaining("Put mail.db back");
    }
    assertThat(folder.resolve("mail.db")).doesNotExist();
    assertThat(folder.resolve("database-id")).hasContent(id);

    Files.move(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));
    try (var store = open()) {
      assertThat(store.list(Queries.all()).total()).isEqualTo(1);
    }
  }

  @Test
  void refusesAnEmptyDatabaseWhereAllMailWasSmall() throws IOException {
    try (var store = open()) {
      Messages.in(store).mailbox("alice").commit();
    }
    try (var other = SqliteMailStore.open(elsewhere, StoreContext.ALONE)) {
      assertThat(other.list(Queries.all()).total()).isZero();
    }
    Files.delete(folder.resolve("mail.db"));
    Files.copy(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));

    assertThatThrownBy(this::open).hasMessageContaining("has a database that is empty");

    accept();
    try (var store = open()) {
      assertThat(store.list(Queries.all()).total()).isZero();
    }
    try (var store = open()) {
      assertThat(store.list(Queries.all()).total()).as("accepted once and for all").isZero();
    }
  }

  @Test
  void refusesALogWithoutItsDatabase() throws IOException {
    try (var store = open()) {
      Messages.in(store).mailbox("alice").commit();
    }
    Files.delete(folder.resolve("mail.db"));
    Files.write(folder.resolve("mail.db-wal"), new byte[100]);

    assertThatThrownBy(this::open).hasMessageContaining("has no database");
  }

  @Test
  void refusesAnEmptyDatabaseAndAnothersBesideMail() throws IOException {
    withOneLargeMessage();
    try (var other = SqliteMailStore.open(elsewhere, StoreContext.ALONE)) {
      assertThat(other.list(Queries.all()).total()).isZero();
    }
    Files.delete(folder.resolve("mail.db"));
    Files.copy(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));
    assertThatThrownBy(this::open).hasMessageContaining("has a database that is empty");

    try (var other = SqliteMailStore.open(elsewhere, StoreContext.ALONE)) {
      Messages.in(other).mailbox("bob").commit();
    }
    Files.delete(folder.resolve("mail.db"));
    Files.copy(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));
    assertThatThrownBy(this::open).hasMessageContaining("is not the one its mail belongs to");
    assertThat(files("bodies")).hasSize(1);
  }

  @Test
  void movesTheBodiesAsideWhenToldTo() throws IOException {
    withOneLargeMessage();
    Files.delete(folder.resolve("mail.db"));
    accept();

    try (var store = open()) {
      assertThat(store.status().strayBodies()).isEqualTo(1);
      assertThat(files("stray")).hasSize(1);
      assertThat(told).containsExactly(1L);
      assertThat(folder.resolve("accept-missing-database")).as("it counts once").doesNotExist();
      Messages.in(store).body(LARGE).mailbox("alice").commit();
    }
    try (var store = open()) {
      assertThat(store.list(Queries.all()).total()).isEqualTo(1);
    }
  }

  @Test
  void anOlderDatabaseIsTakenAndWhatCameSinceIsKeptAside() throws IOException {
    withOneLargeMessage();
    Files.copy(folder.resolve("mail.db"), elsewhere.resolve("mail.db"));
    withOneLargeMessage();
    Files.delete(folder.resolve("mail.db"));
    Files.copy(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));

    try (var store = open()) {
      assertThat(store.list(Queries.all()).total()).isEqualTo(1);
      assertThat(files("bodies")).hasSize(1);
      assertThat(files("stray")).hasSize(1);
      assertThat(Files.size(files("stray").getFirst())).isEqualTo(LARGE.length);
    }
  }

  @Test
  void bodiesComeBackWithTheNewerDatabase() throws IOException {
    withOneLargeMessage();
    Files.copy(folder.resolve("mail.db"), elsewhere.resolve("older"));
    withOneLargeMessage();
    Files.move(folder.resolve("mail.db"), elsewhere.resolve("newer"));
    Files.move(elsewhere.resolve("older"), folder.resolve("mail.db"));
    try (var store = open()) {
      assertThat(store.status().strayBodies()).isEqualTo(1);
    }
    Files.delete(folder.resolve("mail.db"));
    Files.move(elsewhere.resolve("newer"), folder.resolve("mail.db"));

    try (var store = open()) {
      assertThat(store.status().strayBodies()).isZero();
      assertThat(files("stray")).isEmpty();
      var keptFor = Retention.DEFAULT.strayBodies().plusMinutes(1);
      store.forget(Retention.DEFAULT, Instant.now().plus(keptFor));
      var entries = store.list(Queries.all()).entries();
      assertThat(entries).hasSize(2);
      for (var entry : entries) {
        try (var in = store.open(entry.id()).orElseThrow()) {
          assertThat(in.readAllBytes()).hasSizeGreaterThan(LARGE.length);
        }
      }
    }
    assertThat(told).as("moved aside once").containsExactly(1L);
  }

  @Test
  void bodiesComeBackWithTheDatabaseThatWasMissing() throws IOException {
    withOneLargeMessage();
    Files.move(folder.resolve("mail.db"), elsewhere.resolve("mail.db"));
    accept();
    withOneLargeMessage();
    Files.delete(folder.resolve("mail.db"));
    Files.move(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));
    assertThatThrownBy(this::open).hasMessageContaining("is not the one its mail belongs to");

    accept();
    try (var store = open()) {
      var entry = store.list(Queries.all()).entries().getFirst();
      try (var in = store.open(entry.id()).orElseThrow()) {
        assertThat(in.readAllBytes()).hasSizeGreaterThan(LARGE.length);
      }
      assertThat(store.status().strayBodies()).as("that of the one meanwhile").isEqualTo(1);
    }
  }

  @Test
  void theFirstMessageOfAllThatACrashCutOffIsNoReasonToRefuse() throws IOException {
    try (var store = open();
        var body = store.newBody()) {
      body.write(LARGE, 0, LARGE.length);
      Files.copy(files("bodies").getFirst(), elsewhere.resolve("cut-off"));
    }
    Files.copy(elsewhere.resolve("cut-off"), folder.resolve("bodies/cut-off"));

    try (var store = open()) {
      assertThat(store.status().strayBodies()).isEqualTo(1);
    }
  }

  @Test
  void straysAreKeptForAsLongAsTheyAreToBe() throws IOException {
    withOneLargeMessage();
    Files.delete(folder.resolve("mail.db"));
    accept();
    try (var store = open()) {
      var usual = Retention.DEFAULT;
      store.forget(usual, Instant.now());
      assertThat(store.status().strayBodies()).isEqualTo(1);

      store.forget(usual, Instant.now().plus(usual.strayBodies()).plus(Duration.ofMinutes(1)));
      assertThat(store.status().strayBodies()).isZero();
      assertThat(files("stray")).isEmpty();
    }
    assertThat(Optional.of(told.size())).contains(1);
  }
}
