package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.MissingBodyException;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that name files of bodies which are not there. */
class MissingBodiesTest {
  private static final byte[] LARGE = new byte[100_000];

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final List<String> told = new ArrayList<>();

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
              public void bodiesMissing(long count, long named, Path where) {
                told.add("%d of %d in %s".formatted(count, named, where));
              }
            }));
  }

  private Path bodies() {
    return folder.resolve("bodies");
  }

  @BeforeEach
  void withTwoLargeMessages() throws IOException {
    try (var store = open()) {
      Messages.in(store).body(LARGE).mailbox("alice").commit();
      Messages.in(store).body(LARGE).mailbox("bob").commit();
      assertThat(store.status().missingBodies()).isZero();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void oneThatIsMissingIsCountedAndTold() throws IOException {
    try (var files = Files.list(bodies())) {
      Files.delete(files.findFirst().orElseThrow());
    }
    try (var store = open()) {
      assertThat(store.status().missingBodies()).isEqualTo(1);
    }
    assertThat(told).containsExactly("1 of 2 in " + bodies().toAbsolutePath());
  }

  @Test
  void whoOpensAMessageWithoutItsBodyIsToldWhichFileIsMissing() throws IOException {
    try (var store = open()) {
      List<Path> gone;
      try (var files = Files.list(bodies())) {
        gone = files.toList();
      }
      for (var file : gone) {
        Files.delete(file);
      }
      for (var entry : store.list(Queries.all()).entries()) {
        assertThatThrownBy(() -> store.open(entry.id()))
            .isInstanceOf(MissingBodyException.class)
            .hasMessageContaining(bodies().toAbsolutePath().toString());
      }
    }
  }

  @Test
  void aFolderThatIsMissingIsNotMadeAnewOverMailUntilSomebodyMakesIt() throws IOException {
    Files.move(bodies(), elsewhere.resolve("bodies"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatIOException()
          .isThrownBy(this::open)
          .withMessageContaining("%s is missing: the bodies of 2 messages", bodies())
          .withMessageContaining("make that folder");
      assertThat(bodies()).doesNotExist();
    }

    Files.createDirectory(bodies());
    try (var store = open()) {
      assertThat(store.status().missingBodies()).isEqualTo(2);
    }
    Files.delete(bodies());
    Files.move(elsewhere.resolve("bodies"), bodies());
    try (var store = open()) {
      assertThat(store.status().missingBodies()).isZero();
    }
  }

  @Test
  void whoGivesUpTheMailGivesUpItsBodies() throws IOException {
    Files.move(bodies(), elsewhere.resolve("bodies"));
    Files.createFile(folder.resolve(SqliteMailStore.ACCEPT_MISSING_DATABASE));

    try (var store = open()) {
      assertThat(store.status().missingBodies()).isEqualTo(2);
    }
  }

  @Test
  void aLinkThatLeadsNowhereIsNamed() throws IOException {
    Files.move(bodies(), elsewhere.resolve("bodies"));
    var target = elsewhere.resolve("nothing");
    Files.createSymbolicLink(bodies(), target);

    assertThatIOException()
        .isThrownBy(this::open)
        .withMessageContaining("%s is a link to %s", bodies(), target);
  }

  @Test
  void anEmptyNameOfTheDatabaseIsNamed() throws IOException {
    Files.writeString(folder.resolve("database-id"), "");

    assertThatIOException()
        .isThrownBy(this::open)
        .withMessageContaining("%s is empty", folder.resolve("database-id"))
        .withMessageContaining("remove it");
  }
}
