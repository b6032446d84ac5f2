package io.mailhelm.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /**
   * More changes than a save has, one after the other: none of them may be the last that is heard
   * of.
   */
  @Test
  void hearsOfAChangeAfterABurstOfThem() throws Exception {
    try (var watch = new FolderWatch()) {
      watch.watch(List.of(parent));
      var writing = new AtomicBoolean(true);
      var writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; writing.get(); i++) {
                      write("burst-" + i % 10);
                    }
                  });
      watch.await(Duration.ofSeconds(20));
      watch.await(Duration.ofSeconds(20));
      writing.set(false);
      writer.join();
      while (heard(watch, Duration.ofSeconds(1))) {
        // what is left of the burst
      }

      write("after");

      assertThat(heard(watch, Duration.ofSeconds(20))).isTrue();
    }
  }

  private void write(String name) {
    try {
      Files.writeString(parent.resolve(name + ".yaml"), "a: 1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean heard(FolderWatch watch, Duration longest) throws InterruptedException {
    var begun = System.nanoTime();
    watch.await(longest);
    return System.nanoTime() - begun < longest.toNanos();
  }
}
