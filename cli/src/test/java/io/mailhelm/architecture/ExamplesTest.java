package io.mailhelm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.serve.DryRun;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example, and every piece of YAML in the docs, compiles without an error; every link in the
 * docs leads somewhere.
 */
class ExamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));
  private static final Pattern FENCE = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?://|#)([^)#]+)");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> examplesCompileAndUseOnlyWhatIsActedOn() throws IOException {
    try (var examples = Files.list(ROOT.resolve("examples"))) {
      return examples.sorted().toList().stream()
          .map(
              example ->
                  DynamicTest.dynamicTest(
                      example.getFileName().toString(),
                      () -> {
                        var result = DryRun.of(example);
                        assertThat(result.resources()).isPositive();
                        assertThat(result.problems())
                            .filteredOn(problem -> !isOfNoConcernHere(problem))
                            .isEmpty();
                      }));
    }
  }

  @Test
  void yamlInTheDocsCompiles() throws IOException {
    var number = 0;
    for (var page : pages()) {
      for (var yaml :
          FENCE.matcher(Files.readString(page)).results().map(found -> found.group(1)).toList()) {
        var one = Files.createDirectories(folder.resolve("fence-" + number++));
        Files.writeString(one.resolve("resources.yaml"), yaml);
        assertThat(DryRun.of(one).problems()).as("%s:\n%s", page, yaml).isEmpty();
      }
    }
    assertThat(number).isPositive();
  }

  @Test
  void linksInTheDocsLeadSomewhere() throws IOException {
    for (var page : pages()) {
      LINK.matcher(Files.readString(page))
          .results()
          .map(found -> found.group(1))
          .forEach(
              link -> assertThat(page.resolveSibling(link)).as("linked from " + page).exists());
    }
  }

  /**
   * Notes that an example for a cluster gets when it is compiled for a laptop, and kinds of other
   * projects.
   */
  private static boolean isOfNoConcernHere(Problem problem) {
    return !problem.isError()
        && (problem.message().endsWith("on a laptop it has no effect")
            || problem.message().startsWith("there is no issuer on a laptop")
            || problem.message().startsWith("there is no web port to publish the policy at")
            || problem.reason() == Reason.UnknownKind);
  }

  private static List<Path> pages() throws IOException {
    try (var top = Files.list(ROOT);
        var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }
}
