package io.mailhelm.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whoever cuts a text at a bound does so between characters: half a surrogate pair has no form in
 * UTF-8, and is a question mark wherever it is written.
 */
class CutTextsTest {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));

  private static final Set<String> ASCII = Set.of("DeclaredFolder.java", "StsPolicyText.java");

  /** A text up to a constant, or to the lesser of two lengths. */
  private static final Pattern CUT =
      Pattern.compile("\\.substring\\(0,\\s*(Math\\.min\\(|[A-Z][A-Z_.]{2,}\\))");

  @Test
  void noTextIsCutWithinACharacter() throws IOException {
    var found = new ArrayList<String>();
    try (var files = Files.walk(ROOT)) {
      for (var file : files.filter(CutTextsTest::isSource).toList()) {
        var text = Files.readString(file);
        if (CUT.matcher(text).find() && !ASCII.contains(file.getFileName().toString())) {
          found.add(ROOT.relativize(file).toString());
        }
      }
    }
    assertThat(found).as("use Surrogates.beginning").isEmpty();
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") && file.toString().contains("/src/main/java/");
  }
}
