package io.mailhelm.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path parent;

  @Test
  void seesThatAnotherFolderTookThePlace() throws Exception {
    var folder = Files.createDirectory(parent.resolve("resources"));
    try (var watch = new FolderWatch()) {
      assertThat(watch.watch(List.of(folder))).isTrue();
      assertThat(watch.watch(List.of(folder))).isFalse();

      var next = Files.createDirectory(parent.resolve("next"));
      Files.move(folder, parent.resolve("before"));
      Files.move(next, folder);
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> watch.await(LONG));
      assertThat(watch.watch(List.of(folder))).isTrue();

      Files.writeString(folder.resolve("user.yaml"), "a: 1");
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> watch.await(LONG));
    }
  }
}
