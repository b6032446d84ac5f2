package io.mailhelm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Charsets are looked up by their names in one place. The platform searches all its providers anew
 * for each name that nobody has, and strangers write such names every few octets; libraries that
 * decode mail ask the platform.
 */
@AnalyzeClasses(
    packages = "io.mailhelm",
    importOptions = {ImportOption.DoNotIncludeTests.class, NoTestJars.class})
class CharsetsTest {
  private static final Set<String> THE_ONE = Set.of("io.mailhelm.smtp.header.KnownCharsets");

  /** Of the platform: what finds a charset by a name. */
  private static final Map<String, Set<String>> FINDERS =
      Map.of(
          "java.nio.charset.Charset", Set.of("forName", "isSupported", "availableCharsets"),
          "jakarta.mail.internet.MimeUtility",
              Set.of("decodeText", "decodeWord", "javaCharset", "mimeCharset"));

  /** Of libraries: classes that do so in what they are for. */
  private static final Set<String> DECODERS =
      Set.of(
          "org.apache.james.mime4j.codec.DecoderUtil",
          "org.apache.james.mime4j.util.CharsetUtil",
          "org.apache.james.mime4j.util.MimeParameterMapping",
          "org.apache.james.mime4j.util.MimeUtil");

  /** It is given octets, and asks for no charset. */
  private static final String BLANKS = "isWhitespace";

  /** Of the platform: what takes the name of a charset in place of one, by its last parameter. */
  private static final Set<String> TAKERS =
      Set.of(
          "java.io.InputStreamReader",
          "java.io.OutputStreamWriter",
          "java.io.PrintStream",
          "java.net.URLDecoder",
          "java.net.URLEncoder",
          "java.util.Scanner");

  @ArchTest
  static void areFoundInOnePlace(JavaClasses classes) {
    assertThat(whoever(classes)).isEqualTo(THE_ONE);
  }

  /** What is parsed of MIME fields is not decoded on the way. */
  @ArchTest
  static void noFieldIsDecodedByItsParser(JavaClasses classes) {
    var others =
        classes.stream()
            .filter(type -> !type.getName().equals("io.mailhelm.smtp.header.MimeFieldParser"))
            .filter(
                type ->
                    type.getAccessesFromSelf().stream()
                        .anyMatch(
                            access ->
                                access
                                    .getTargetOwner()
                                    .getName()
                                    .equals("org.apache.james.mime4j.stream.RawFieldParser")))
            .map(JavaClass::getName)
            .toList();
    assertThat(others).isEmpty();
  }

  private static Set<String> whoever(JavaClasses classes) {
    return classes.stream()
        .filter(
            type ->
                type.getCodeUnitAccessesFromSelf().stream().anyMatch(CharsetsTest::looksUp)
                    || type.getCodeUnitReferencesFromSelf().stream()
                        .anyMatch(CharsetsTest::looksUp))
        .map(CharsetsTest::outermost)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean looksUp(JavaCodeUnitAccess<?> access) {
    var owner = access.getTargetOwner().getName();
    var name = access.getName();
    return FINDERS.getOrDefault(owner, Set.of()).contains(name)
        || DECODERS.contains(owner) && !name.equals(BLANKS)
        || isByName(access);
  }

  /** {@code new String(octets, "utf-8")}, {@code text.getBytes("utf-8")} and their like. */
  private static boolean isByName(JavaCodeUnitAccess<?> access) {
    var types = access.getTarget().getRawParameterTypes();
    if (types.isEmpty() || !types.getLast().getName().equals("java.lang.String")) {
      return false;
    }
    var name = access.getName();
    boolean isMade = name.equals("<init>");
    return switch (access.getTargetOwner().getName()) {
      case "java.lang.String" -> isMade && types.size() > 1 || name.equals("getBytes");
      case "java.io.ByteArrayOutputStream" -> name.equals("toString");
      case String owner -> TAKERS.contains(owner) && types.size() > 1;
    };
  }

  private static String outermost(JavaClass type) {
    var name = type.getName();
    var inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }
}
