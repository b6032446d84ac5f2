package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.config.ConfigDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Any text is a set of declarations: reading and compiling it never throws and soon ends, what
 * comes of it can be written and read again, and what ran before still compiles after it. The
 * corpus is the golden cases. A failure names the seed and the turn; {@code
 * -Dmailhelm.fuzz.seconds=60} goes on for longer, from a seed of its own.
 */
class CompilerFuzzTest {
  private static final int TURNS = 300;
  private static final long SEED = 20_261_123;
  private static final Path CASES =
      Path.of(System.getProperty("mailhelm.root"), "compiler/src/test/resources/cases");

  private static final List<String> WORDS =
      List.of(
          "null",
          "{}",
          "[]",
          "\"\"",
          "~",
          "-1",
          "99999999999999999999",
          "1e400",
          "true",
          "\u0000",
          "\u202e",
          "ß.example",
          "&a [*a]",
          "*a",
          "!!java.lang.String x",
          "<<: *a",
          "? ",
          "|\n",
          "---\n",
          "'",
          "\t",
          "{",
          "}",
          ": ",
          "- ",
          "10Ei",
          "-5m",
          "0h",
          "999999999h",
          "::/0",
          "1.2.3.4/33",
          "@",
          "a@b@c",
          "..",
          "xn--",
          "/../..",
          "\ud800");

  @Test
  @Timeout(900)
  void compilesAnyText() throws IOException {
    var seconds = Integer.getInteger("mailhelm.fuzz.seconds", 0);
    var seed = seconds > 0 ? System.nanoTime() : SEED;
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var corpus = corpus();
    var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (int turn = 0; turn < TURNS || System.nanoTime() < end; turn++) {
      var good = corpus.get(random.nextInt(corpus.size()));
      try {
        check(good, mutate(good, corpus, random));
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError("seed %d, turn %d".formatted(seed, turn), e);
      }
    }
  }

  private static void check(String good, String mutated) {
    var before = compile(good, Optional.empty());
    var after =
        compile(mutated, before.config().isPresent() ? Optional.of(before) : Optional.empty());
    after
        .config()
        .ifPresent(config -> assertThat(ConfigDocument.of(config).config()).isEqualTo(config));
    after.problems().forEach(problem -> assertThat(problem.message()).isNotBlank());
    // A mistake never takes a running server away.
    assertThat(
            before.config().isPresent() && after.config().isEmpty() && after.problems().isEmpty())
        .isFalse();
  }

  private static Compilation compile(String text, Optional<Compilation> before) {
    var read = ResourceReader.read(List.of(new ResourceSource("fuzz.yaml", text)));
    return Compiler.compile(
        Caller.onLaptop().input(read, Map.of(), before.flatMap(Compilation::config)));
  }

  private static String mutate(String text, List<String> corpus, RandomGenerator random) {
    var mutated = new StringBuilder(text);
    for (int i = 1 + random.nextInt(4); i > 0 && !mutated.isEmpty(); i--) {
      var from = random.nextInt(mutated.length());
      var to = Math.min(mutated.length(), from + 1 + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> mutated.delete(from, to);
        case 1 -> mutated.insert(from, WORDS.get(random.nextInt(WORDS.size())));
        case 2 -> mutated.replace(from, to, WORDS.get(random.nextInt(WORDS.size())));
        case 3 -> mutated.insert(from, mutated.substring(from, to));
        default -> mutated.append("\n---\n").append(corpus.get(random.nextInt(corpus.size())));
      }
    }
    return mutated.toString();
  }

  private static List<String> corpus() throws IOException {
    try (var files = Files.walk(CASES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(CompilerFuzzTest::text)
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
