package io.mailhelm.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is generated from the types is what is committed; {@code make generate} writes it. */
class CrdDriftTest {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));

  @TestFactory
  java.util.stream.Stream<DynamicTest> committedFilesAreWhatTheTypesSay() {
    return GeneratedFiles.all().entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(), () -> check(ROOT.resolve(file.getKey()), file.getValue())));
  }

  private static void check(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("mailhelm.generate")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("%s is out of date: run `make generate` and commit what it wrote", file)
        .exists()
        .hasContent(expected);
  }
}
