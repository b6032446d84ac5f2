package io.mailhelm.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.bundle.Bundle;
import io.mailhelm.cli.bundle.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportContentsTest {
  @TempDir Path work;

  /** Redaction can make two paths one; and a source can fail in ways that nobody foresaw. */
  @Test
  void oneTextThatCannotBeAddedIsNotedAndTheRestGoesOn() throws IOException {
    var file = work.resolve("report.zip");
    List<String> missing;
    try (var bundle = new Bundle(file, new Redaction(List.of(), true, new byte[32]))) {
      var gathered = new ReportContents(bundle);
      gathered.add("twice.txt", () -> "one");
      gathered.add("twice.txt", () -> "other");
      gathered.add(
          "failing.txt",
          () -> {
            throw new IllegalStateException();
          });
      gathered.add("rest.txt", () -> "rest");
      missing = gathered.finish(Instant.EPOCH, true);
    }

    assertThat(missing).hasSize(2);
    assertThat(missing.getFirst()).contains("twice.txt", "duplicate");
    assertThat(missing.getLast()).contains("failing.txt", "IllegalStateException");
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("twice.txt", "rest.txt", "README.txt");
    }
  }
}
