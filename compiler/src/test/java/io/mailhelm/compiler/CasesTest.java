package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder under {@code cases} compiles to what it says. {@code make generate} rewrites what it
 * says: read the difference before you commit it.
 */
class CasesTest {
  private static final Path CASES =
      Path.of(System.getProperty("mailhelm.root"), "compiler/src/test/resources/cases");

  private static List<Case> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.filter(Files::isDirectory).sorted().map(Case::new).toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> compilesToWhatTheFolderSays() throws IOException {
    return cases().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(each.folder().getFileName().toString(), () -> check(each)));
  }

  private static void check(Case each) throws IOException {
    var compilation = each.compile();
    var config = Case.config(compilation);
    var problems = Case.problems(compilation);
    if (Boolean.getBoolean("mailhelm.generate")) {
      Files.writeString(each.expectedConfig(), config);
      Files.writeString(each.expectedProblems(), problems);
    }
    assertThat(problems)
        .as(
            "if this is as meant, run `make generate`, and read the difference before you commit"
                + " it")
        .isEqualTo(Files.readString(each.expectedProblems()));
    assertThat(config).isEqualTo(Files.readString(each.expectedConfig()));
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameBytesInAnyOrder() throws IOException {
    return cases().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.folder().getFileName().toString(),
                    () -> {
                      var one = each.compile();
                      for (long seed = 1; seed <= 3; seed++) {
                        var other = each.compileShuffled(seed);
                        assertThat(other.config().map(ConfigDocument::of).map(ConfigDocument::hash))
                            .isEqualTo(
                                one.config().map(ConfigDocument::of).map(ConfigDocument::hash));
                        assertThat(other.problems()).isEqualTo(one.problems());
                      }
                    }));
  }

  @Test
  void everyReasonHasACase() throws IOException {
    var seen = EnumSet.noneOf(Reason.class);
    for (var each : cases()) {
      each.compile().problems().stream().map(Problem::reason).forEach(seen::add);
    }
    // Conflicts, refusals and who is not found in a cluster are the caller's to find; ShardFull and
    // faults of ours have tests of their own.
    assertThat(EnumSet.complementOf(seen))
        .isSubsetOf(
            Set.of(
                Reason.SecretConflict,
                Reason.ObjectConflict,
                Reason.IssuerNotFound,
                Reason.NotAllowed,
                Reason.PublisherNotFound,
                Reason.WriteRefused,
                Reason.InternalError,
                Reason.ShardFull));
  }

  @Test
  void noProblemSpeaksOfASecretsContent() throws IOException {
    for (var each : cases()) {
      assertThat(Case.problems(each.compile())).doesNotContain("correct horse", "Y29ycmVjd");
    }
  }
}
