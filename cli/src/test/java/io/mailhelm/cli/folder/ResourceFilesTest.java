package io.mailhelm.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceFilesTest {
  @TempDir Path folder;

  @Test
  void readsResourceFilesBelowTheFolderAndNothingElse() throws Exception {
    Files.createDirectories(folder.resolve("users"));
    Files.createDirectories(folder.resolve(".git"));
    Files.writeString(folder.resolve("domain.yaml"), "a: 1");
    Files.writeString(folder.resolve("users/alice.yml"), "b: 2");
    Files.writeString(folder.resolve("users/.alice.yml.swp.yml"), "half");
    Files.writeString(folder.resolve("README.md"), "text");
    Files.writeString(folder.resolve(".git/config.yaml"), "c: 3");

    var content = ResourceFiles.read(folder);

    assertThat(content.texts()).containsOnlyKeys("domain.yaml", "users/alice.yml");
    assertThat(content.folders()).containsExactlyInAnyOrder(folder, folder.resolve("users"));
    assertThat(content.unreadable()).isEmpty();
  }

  @Test
  void saysWhichFileIsNoText() throws Exception {
    Files.write(folder.resolve("broken.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThat(ResourceFiles.read(folder).unreadable()).containsKey("broken.yaml");
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    Assertions.assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> ResourceFiles.read(folder.resolve("nowhere")));
  }

  @Test
  void doesNotTakeWhatItCannotLookIntoForNothing() throws Exception {
    Files.createSymbolicLink(folder.resolve("mounted.yaml"), folder.resolve("not-mounted"));
    var deep = folder;
    for (int i = 0; i < 20; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("user.yaml"), "a: 1");

    assertThat(ResourceFiles.read(folder).unreadable())
        .containsOnlyKeys("mounted.yaml", "d/".repeat(15) + "d");
  }

  @Test
  void aFolderItMayNotReadIsNotEmpty() throws Exception {
    var closed = Files.createDirectory(folder.resolve("users"));
    Files.writeString(closed.resolve("alice.yaml"), "a: 1");
    Files.setPosixFilePermissions(closed, Set.of());
    try {
      var content = ResourceFiles.read(folder);
      // whoever may read everything, may read this
      assertThat(content.unreadable().containsKey("users"))
          .isNotEqualTo(content.texts().containsKey("users/alice.yaml"));
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aLinkBackUpHasNothingOfItsOwn() throws Exception {
    Files.writeString(folder.resolve("domain.yaml"), "a: 1");
    Files.createSymbolicLink(folder.resolve("loop"), folder);

    var content = ResourceFiles.read(folder);

    assertThat(content.texts()).containsOnlyKeys("domain.yaml");
    assertThat(content.unreadable()).isEmpty();
  }
}
