package io.mailhelm.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
}
