package io.mailhelm.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final Redaction REDACTION =
      new Redaction(List.of("a secret value"), false, new byte[] {1});

  @TempDir Path work;

  @Test
  void redactsTextsAndCutsThoseThatAreTooLong() throws Exception {
    var file = work.resolve("report.zip");
    try (var bundle = new Bundle(file, REDACTION)) {
      bundle.add("long", "x".repeat(Bundle.LONGEST) + "rest");
      bundle.add("cut", "x".repeat(Bundle.LONGEST - 5) + "a secret value");
      bundle.add("secret", "it is a secret value");
    }
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(text(zip, "long"))
          .hasSizeLessThan(Bundle.LONGEST + 100)
          .contains("(cut at ")
          .doesNotContain("rest");
      assertThat(text(zip, "cut")).doesNotContain("a sec");
      assertThat(text(zip, "secret")).isEqualTo("it is (taken out)");
    }
  }

  private static String text(ZipFile zip, String name) throws Exception {
    try (var in = zip.getInputStream(zip.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesOverNothing() throws Exception {
    var file = Files.writeString(work.resolve("report.zip"), "mine");

    assertThatThrownBy(() -> new Bundle(file, REDACTION))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }
}
