package io.mailhelm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every promise of docs/security.md names a test that is there. */
class SecurityPageTest {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));
  private static final Pattern NAMED = Pattern.compile("`([^`]+)`");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w+(Test|IT|Contract)");

  @Test
  void everyPromiseIsHeldByWhatIsThere() throws IOException {
    var there = there();
    var promises = promises();

    assertThat(promises).hasSizeGreaterThan(30);
    for (var promise : promises) {
      var names =
          NAMED.matcher(promise).results().map(found -> found.group(1)).collect(Collectors.toSet());
      assertThat(names).as("what holds: %s", promise).isNotEmpty();
      assertThat(names).as("named beside: %s", promise).allMatch(name -> isThere(name, there));
    }
  }

  /** {@code host-name…} is all that begin so; a package or module beside a test is one of ours. */
  private static boolean isThere(String name, Set<String> there) {
    if (name.endsWith("…")) {
      var start = name.substring(0, name.length() - 1);
      return there.stream().anyMatch(one -> one.startsWith(start));
    }
    return there.contains(name.replaceFirst("^make ", ""));
  }

  /** The last column of the tables below the heading Promises. */
  private static List<String> promises() throws IOException {
    var promises = new ArrayList<String>();
    boolean below = false;
    for (var line : Files.readAllLines(ROOT.resolve("docs/security.md"))) {
      below = line.startsWith("## ") ? line.equals("## Promises") : below;
      if (below && line.startsWith("| ") && !line.startsWith("| promised")) {
        promises.add(line.split("\\|")[3]);
      }
    }
    return promises;
  }

  private static Set<String> there() throws IOException {
    var there = new TreeSet<String>();
    for (var module : SourceFile.modules()) {
      there.add(module);
      if (!Files.isDirectory(ROOT.resolve(module).resolve("src"))) {
        continue;
      }
      try (var files = Files.walk(ROOT.resolve(module).resolve("src"))) {
        for (var file : files.toList()) {
          var name = file.getFileName().toString().replaceFirst("\\.(java|txt)$", "");
          var within = ROOT.resolve(module).relativize(file).toString();
          if (TEST.matcher(name).matches()
              || within.contains("/cases/")
              || within.contains("/dialogues/")
              || within.startsWith("src/main/java/io/mailhelm/smtp/") && Files.isDirectory(file)) {
            there.add(name);
          }
        }
      }
    }
    Pattern.compile("^    \"([a-z-]+)\": ", Pattern.MULTILINE)
        .matcher(Files.readString(ROOT.resolve("checks/run")))
        .results()
        .forEach(check -> there.add(check.group(1)));
    Pattern.compile("^([a-z0-9-]+):", Pattern.MULTILINE)
        .matcher(Files.readString(ROOT.resolve("Makefile")))
        .results()
        .forEach(target -> there.add(target.group(1)));
    return there;
  }
}
