package io.mailhelm.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands that messages tell: who types them is in another namespace, or in none. */
class KubectlAdviceTest {
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  /** From the command to the end of its text, or to the next sentence or command. */
  private static final Pattern COMMAND =
      Pattern.compile("kubectl .*?(?=\"$|; |: |\\. |\\)|$|, and |kubectl )");

  private static final Pattern NAMESPACE = Pattern.compile("-n %s| patch pv ");

  @Test
  void everyCommandThatAMessageTellsNamesItsNamespace() {
    var commands =
        Stream.of("../operator", "../compiler")
            .flatMap(module -> texts(Path.of(module, "src/main/java")))
            .flatMap(text -> commands(text).stream())
            .toList();

    assertThat(commands).hasSizeGreaterThan(4);
    assertThat(commands).allMatch(command -> NAMESPACE.matcher(command).find());
  }

  @Test
  void aCommandWithoutOneIsFound() {
    assertThat(commands("\"see kubectl describe pod\"")).noneMatch(NAMESPACE.asPredicate());
    assertThat(commands("\"kubectl -n %s get pods, and kubectl annotate maildomain %s\""))
        .anyMatch(NAMESPACE.asPredicate())
        .anyMatch(NAMESPACE.asPredicate().negate());
  }

  private static List<String> commands(String text) {
    return COMMAND.matcher(text).results().map(found -> found.group()).toList();
  }

  private static Stream<String> texts(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream()
          .flatMap(file -> texts(read(file)).stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(String source) {
    return source
        .lines()
        .filter(line -> !line.strip().startsWith("*") && !line.strip().startsWith("//"))
        .flatMap(line -> TEXT.matcher(line).results().map(found -> found.group()))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
