package io.mailhelm.growth;

import io.mailhelm.cli.bundle.Redaction;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.dns.growth.Growth;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No resource costs more to read than its length, whatever is in it, and no report to write. */
class GrowthTest {
  private static final String USER =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailUser
      metadata: {name: alice}
      spec:
        domainRef: {name: example}
      """;

  static Stream<Growth> all() {
    return Stream.of(
        resource("YAML lists", "[", 10_000),
        resource("YAML maps", "{a: ", 10_000),
        resource("YAML entries", "- a\n", 20_000),
        resource("YAML quotes", "'", 50_000),
        resource("YAML blanks", " ", 100_000),
        resource("YAML documents", "---\n", 20_000),
        resource("YAML aliases", "&a [*a]\n", 10_000),
        resource("YAML numbers", "1", 100_000),
        user("name", "metadata: {name: \"", "a.", 25_000),
        user("a name of hyphens", "metadata: {name: \"", "a-", 25_000),
        user("localPart", "spec: {localPart: \"", "a.", 25_000),
        user("an alias", "spec: {aliases: [\"", "a.", 25_000),
        user("aliases", "spec: {aliases: [\"", "a\", \"", 10_000),
        user("a name of a reference", "spec: {domainRef: {name: \"", "a.", 25_000),
        user("a duration", "spec: {quota: {storage: \"", "1h", 25_000),
        user("a field nobody knows", "spec: {\"", "a", 100_000),
        redaction("an address", "a", 50_000),
        redaction("addresses", "a@", 50_000),
        redaction("quotes", "\"", 50_000),
        redaction("keys", "-----BEGIN PRIVATE KEY-----", 5_000),
        redaction("words of a key", "-----BEGIN ", 10_000),
        redaction("credentials", "://a:", 20_000),
        redaction("tokens", "bearer a", 20_000),
        redaction("backslashes", "\\", 50_000),
        redaction("escapes", "\\u005c", 20_000),
        redaction("percent signs", "%25", 20_000),
        redaction("soft line breaks", "=\n", 50_000),
        redaction("plus signs", "+", 50_000),
        redaction("lines of base64", "QUFB\n", 20_000),
        redaction("line ends", "\n ", 50_000),
        redaction("what is nearly a secret", "a secret that is ", 5_000),
        secrets("many", i -> "the secret " + i, i -> "the secret " + i + ".\n", 2_000),
        secrets("many that end alike", i -> "a".repeat(6 + i % 50) + i, i -> "aaaaaaaaaa", 2_000),
        secrets("each within another", i -> "a".repeat(6 + i % 500), i -> "aaaaaaaaaa", 2_000),
        new Growth("Redaction: a long secret", 20_000, GrowthTest::longSecret),
        domain("domain", "a.", 25_000),
        domain("hostname", "a-", 25_000));
  }

  private static Growth resource(String what, String unit, int size) {
    return Growth.of("ResourceReader: " + what, size, USER, unit, "", GrowthTest::read);
  }

  private static Growth user(String what, String before, String unit, int size) {
    return Growth.of(
        "ResourceReader: " + what,
        size,
        "{apiVersion: mailhelm.io/v1alpha1, kind: MailUser, " + before,
        unit,
        "!\"}}",
        GrowthTest::read);
  }

  private static Growth domain(String field, String unit, int size) {
    return Growth.of(
        "ResourceReader: " + field,
        size,
        "{apiVersion: mailhelm.io/v1alpha1, kind: MailDomain, metadata: {name: a}, spec: {"
            + field
            + ": \"",
        unit,
        "!\"}}",
        GrowthTest::read);
  }

  private static Growth redaction(String what, String unit, int size) {
    var redaction = new Redaction(List.of("a secret that is not there"), false, new byte[] {1});
    return Growth.of("Redaction: " + what, size, "", unit, "", redaction::of);
  }

  /** Twice the secrets, and twice the text that they are looked for in. */
  private static Growth secrets(
      String what, IntFunction<String> secret, IntFunction<String> said, int size) {
    return new Growth(
        "Redaction: secrets, " + what,
        size,
        count -> {
          var values = IntStream.range(0, count).mapToObj(secret).toList();
          var text = IntStream.range(0, count).mapToObj(said).collect(Collectors.joining());
          return () -> new Redaction(values, false, new byte[] {1}).of(text);
        });
  }

  /** One that the text nearly has, again and again. */
  private static Growth.Run longSecret(int length) {
    var values = List.of("a".repeat(length) + "b");
    var text = "a".repeat(2 * length);
    return () -> new Redaction(values, false, new byte[] {1}).of(text);
  }

  private static void read(String text) {
    ResourceReader.read(List.of(new ResourceSource("a.yaml", text)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theWorkIsLinear(Growth growth) {
    growth.check();
    if (growth.name().startsWith("Redaction")) {
      growth.checkMemory();
    }
  }
}
