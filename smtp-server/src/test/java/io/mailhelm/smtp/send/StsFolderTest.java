package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.send.StsMemory.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StsFolderTest {
  private static final int MOST = 20;

  @TempDir Path folder;

  private static Kept kept(Instant at) {
    return new Kept("1", at, "version: STSv1\n");
  }

  private long files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }

  private void age(String name, Instant at) throws IOException {
    Files.setLastModifiedTime(folder.resolve(name), FileTime.from(at));
  }

  @Test
  void remembersSoManyDomainsTheLastOnesFetched() throws IOException {
    var policies = new StsFolder(folder, MOST, StsFolder.MOST_OCTETS);
    var now = Instant.now();
    for (int i = 0; i < 100; i++) {
      policies.save("d" + i + ".example", kept(now));
      age("d" + i + ".example", now.minusSeconds(1_000 - i));
    }

    assertThat(files()).isLessThanOrEqualTo(MOST + MOST / 10);
    assertThat(policies.load("d0.example")).isEmpty();
    assertThat(policies.load("d99.example")).contains(kept(now));
  }

  @Test
  void remembersSoManyOctetsThoseFetchedLast() throws IOException {
    var most = 100_000;
    var policies = new StsFolder(folder, StsFolder.MOST, most);
    var now = Instant.now();
    for (int i = 0; i < 100; i++) {
      policies.save("d" + i + ".example", new Kept("1", now, "mx: a\n".repeat(1_000)));
      age("d" + i + ".example", now.minusSeconds(1_000 - i));
    }

    try (var files = Files.list(folder)) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum())
          .isBetween(most / 2L, most + most / 5L);
    }
    assertThat(policies.load("d99.example")).isPresent();
  }

  @Test
  void removesWhatNoPolicyCanHoldForAndWhatACrashLeft() throws IOException {
    var now = Instant.now();
    new StsFolder(folder, MOST, StsFolder.MOST_OCTETS).save("old.example", kept(now));
    age("old.example", now.minus(StsFolder.LONGEST).minusSeconds(1));
    Files.writeString(folder.resolve("-1.part"), "half");
    age("-1.part", now.minusSeconds(7_200));

    new StsFolder(folder, MOST, StsFolder.MOST_OCTETS).save("new.example", kept(now));

    assertThat(files()).isEqualTo(1);
  }
}
