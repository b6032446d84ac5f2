package io.mailhelm.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.mailhelm.architecture.NoTestJars;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every class that uses a regular expression, or a library's parser of text, is in the list of
 * those whose work was thought of: either a growth test measures it, or its input is bounded.
 */
@AnalyzeClasses(
    packages = "io.mailhelm",
    importOptions = {ImportOption.DoNotIncludeTests.class, NoTestJars.class})
class TextFunctionsTest {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));

  /** Methods of String that make a regular expression of what they are given. */
  private static final Set<String> OF_STRINGS =
      Set.of("matches", "replaceAll", "replaceFirst", "split");

  /** Parsers of libraries, by their package. */
  private static final Set<String> PARSERS =
      Set.of(
          "org.jsoup",
          "org.apache.james.mime4j",
          "jakarta.mail.internet",
          "javax.xml.stream",
          "org.yaml.snakeyaml");

  @ArchTest
  static void everyOneIsListed(JavaClasses classes) throws IOException {
    var listed = listed();
    var found =
        classes.stream()
            .filter(TextFunctionsTest::readsText)
            .map(TextFunctionsTest::outermost)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found)
        .as(
            "classes that use regular expressions or parsers: say in text-functions.txt what bounds"
                + " the input of a new one, or give it a row in a GrowthTest and say 'grows'")
        .containsExactlyInAnyOrderElementsOf(listed.keySet());
  }

  @ArchTest
  static void whatIsMeasuredHasARow(JavaClasses classes) throws IOException {
    var rows = new StringBuilder();
    try (var files = Files.walk(ROOT)) {
      for (var file :
          files
              .filter(f -> f.toString().endsWith("Growth.java") || f.endsWith("GrowthTest.java"))
              .toList()) {
        rows.append(Files.readString(file));
      }
    }
    listed()
        .forEach(
            (name, why) -> {
              if (why.startsWith("grows: ")) {
                assertThat(rows.toString())
                    .as("a row for " + name)
                    .contains(why.substring("grows: ".length()) + ":");
              }
            });
  }

  private static TreeMap<String, String> listed() throws IOException {
    try (InputStream in = TextFunctionsTest.class.getResourceAsStream("/text-functions.txt")) {
      var listed = new TreeMap<String, String>();
      for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          var parts = line.split(" +", 2);
          assertThat(parts).as(line).hasSize(2);
          listed.put("io.mailhelm." + parts[0], parts[1]);
        }
      }
      return listed;
    }
  }

  private static boolean readsText(JavaClass type) {
    return type.getAccessesFromSelf().stream().anyMatch(TextFunctionsTest::isParser);
  }

  private static boolean isParser(JavaAccess<?> access) {
    var owner = access.getTargetOwner();
    return owner.getName().equals("java.util.regex.Pattern")
        || owner.getName().equals("java.lang.String") && OF_STRINGS.contains(access.getName())
        || PARSERS.stream().anyMatch(parser -> owner.getPackageName().startsWith(parser));
  }

  private static String outermost(JavaClass type) {
    var name = type.getName();
    var inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }
}
