package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.VolumeRefusal;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.Messages;
import io.mailhelm.smtp.store.Queries;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreIdentity;
import io.mailhelm.smtp.store.VolumeRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are not the one that had mail, as whoever runs the store knows. */
class ExpectedStoreTest {
  private static final byte[] LARGE = new byte[100_000];
  private static final String OTHER = "1".repeat(32);

  @TempDir Path folder;
  @TempDir Path elsewhere;

  private MailStore open() throws IOException {
    return SqliteMailStore.open(folder, StoreContext.ALONE);
  }

  private MailStore expecting(String store) throws IOException {
    return open(new ExpectedStore("d-smtp-0", store, false));
  }

  private MailStore givingUp(String store) throws IOException {
    return open(new ExpectedStore("d-smtp-0", store, true));
  }

  private MailStore open(ExpectedStore expected) throws IOException {
    return SqliteMailStore.open(folder, StoreContext.ALONE.expecting(Optional.of(expected)));
  }

  /** Keeps a large message, and returns the id of the store. */
  private String used() throws IOException {
    try (var store = open()) {
      Messages.in(store).body(LARGE).mailbox("alice").commit();
      return store.identity().id();
    }
  }

  /** Refuses each time, and changes nothing that is there. */
  private void refuses(VolumeRefusal refusal, String store, String words) throws IOException {
    var before = tree();
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> expecting(store))
          .isInstanceOfSatisfying(
              VolumeRefusedException.class,
              met -> {
                assertThat(met.refusal()).isEqualTo(refusal);
                assertThat(met.store()).isEqualTo(store);
              })
          .hasMessageContaining("%s: %s %s", refusal, folder, words)
          .hasMessageContaining("that of store " + store + " was there");
    }
    assertThat(tree()).containsAll(before);
  }

  private List<Path> tree() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.toList();
    }
  }

  /** As a volume that is made anew. */
  private void loseAll() throws IOException {
    for (var file : tree().reversed()) {
      if (!file.equals(folder)) {
        Files.delete(file);
      }
    }
  }

  @Test
  void saysWhichStoreItIsAndWhetherItHadMail() throws IOException {
    StoreIdentity first;
    try (var store = open()) {
      first = store.identity();
      assertThat(first.id()).matches("[0-9a-f]{32}");
      assertThat(first.hadMail()).isFalse();
      Messages.in(store).mailbox("alice").commit();
      store.delete(Optional.empty(), Optional.empty());
    }
    try (var store = open()) {
      assertThat(store.identity()).isEqualTo(new StoreIdentity(first.id(), true));
    }
  }

  @Test
  void refusesAFolderThatLostAllOfItsMailUntilThatMailIsGivenUp() throws IOException {
    var lost = used();
    loseAll();

    refuses(VolumeRefusal.EmptyVolume, lost, "has no mail");
    assertThat(folder.resolve("mail.db")).doesNotExist();

    String next;
    try (var store = givingUp(lost)) {
      assertThat(store.identity().hadMail()).isFalse();
      next = store.identity().id();
      Messages.in(store).mailbox("alice").commit();
    }
    assertThat(next).isNotEqualTo(lost);
    loseAll();
    refuses(VolumeRefusal.EmptyVolume, next, "has no mail");
  }

  @Test
  void takesWhatIsExpectedAndAnOlderCopyOfIt() throws IOException {
    var id = used();
    Files.copy(folder.resolve("mail.db"), elsewhere.resolve("mail.db"));
    used();
    try (var store = expecting(id)) {
      assertThat(store.list(Queries.all()).total()).isEqualTo(2);
    }
    loseAll();
    Files.copy(elsewhere.resolve("mail.db"), folder.resolve("mail.db"));
    Files.createDirectory(folder.resolve("bodies"));

    try (var store = expecting(id)) {
      assertThat(store.list(Queries.all()).total()).isEqualTo(1);
    }
  }

  @Test
  void refusesTheMailOfAnotherServerUntilItsOwnIsGivenUp() throws IOException {
    var there = used();

    refuses(VolumeRefusal.OtherVolume, OTHER, "has the mail of store " + there);

    try (var store = givingUp(OTHER)) {
      assertThat(store.identity()).isEqualTo(new StoreIdentity(there, true));
    }
  }

  @Test
  void refusesAStoreThatBeganAfreshAndHadNoMailYet() throws IOException {
    open().close();

    refuses(VolumeRefusal.EmptyVolume, OTHER, "has no mail");
  }

  @Test
  void whatIsGivenUpIsOneStoreAndNoOther() throws IOException {
    var id = used();
    Files.delete(folder.resolve("mail.db"));

    assertThatThrownBy(() -> givingUp(OTHER)).hasMessageContaining("has no database");
    refuses(VolumeRefusal.EmptyVolume, id, "has no mail");

    try (var store = givingUp(id)) {
      assertThat(store.status().strayBodies()).as("the large message").isEqualTo(1);
    }
  }

  @Test
  void aFileInTheFolderAcceptsWhateverIsExpected() throws IOException {
    Files.createFile(folder.resolve("accept-missing-database"));

    try (var store = expecting(OTHER)) {
      assertThat(store.identity().hadMail()).isFalse();
    }
  }
}
