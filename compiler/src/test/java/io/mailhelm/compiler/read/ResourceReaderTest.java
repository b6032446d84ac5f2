package io.mailhelm.compiler.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainSpec;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserSpec;
import io.mailhelm.crds.NameRef;
import io.mailhelm.crds.ServerSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResourceReaderTest {
  private static Resources read(String text) {
    return ResourceReader.read(List.of(new ResourceSource("conf/mail.yaml", text)));
  }

  @Test
  void plainScalarsAreThoseOfJson() throws UnreadableException {
    var tree =
        YamlDocuments.parse(
                "{a: 2026-11-22, b: yes, c: 10:30, d: 1, e: true, f: ~, g: 0x10, h: 1.5}")
            .getFirst();

    assertThat(tree)
        .hasToString(
            "{\"a\":\"2026-11-22\",\"b\":\"yes\",\"c\":\"10:30\",\"d\":1,\"e\":true,\"f\":null,"
                + "\"g\":\"0x10\",\"h\":1.5}");
  }

  @Test
  void syntaxErrorNamesTheLineAndQuotesNothing() {
    var resources = read("kind: Secret\nstringData: {password: hunter2\n");

    assertThat(resources.incomplete()).isTrue();
    assertThat(resources.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.reason()).isEqualTo(Reason.Unreadable);
              assertThat(problem.resource()).hasToString("File conf/mail.yaml");
              assertThat(problem.message()).contains("line").doesNotContain("hunter2");
            });
  }

  /** It has no form in UTF-8: what runs, and what is compared with it, would be another text. */
  @Test
  void halfOfASurrogatePairIsRefusedWithItsLine() {
    for (var text :
        List.of(
            "kind: Secret\nstringData: {password: \"hunter2\\ud800\"}\n",
            "kind: Secret\nstringData: {\"hunter2\\udc00\": p}\n")) {
      assertThat(read(text).problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.reason()).isEqualTo(Reason.Unreadable);
                assertThat(problem.message())
                    .contains("line 2", "surrogate pair")
                    .doesNotContain("hunter2");
              });
    }
    assertThatCode(() -> YamlDocuments.parse("{a: \"\\ud83d\\ude00\", b: \uD83D\uDE00}"))
        .doesNotThrowAnyException();
  }

  @Test
  void secretsAreDecodedAndStringDataWins() {
    var resources =
        read(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: s, namespace: mail}
            data: {a: aGVsbG8=, b: aGVsbG8=}
            stringData: {b: plain}
            """);

    var secret = resources.secrets().get(new SecretName("mail", "s"));
    assertThat(secret.get("a")).asString().isEqualTo("hello");
    assertThat(secret.get("b")).asString().isEqualTo("plain");
    assertThat(resources).asString().doesNotContain("plain");
  }

  @Test
  void resourceOfAnApiServerGetsTheDefaultsItMayLack() {
    var user = new MailUser();
    user.setMetadata(new ObjectMeta());
    user.getMetadata().setName("alice");
    user.getMetadata().setNamespace("mail");
    user.setSpec(
        new MailUserSpec(
            new NameRef("example-com"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));

    var adopted = ResourceReader.adopt(List.of(), List.of(user), List.of(), Map.of());

    assertThat(adopted.problems()).isEmpty();
    assertThat(adopted.users().getFirst().getSpec().quota().messages()).isEqualTo(100_000);
    assertThat(adopted.users().getFirst().getSpec().suspended()).isFalse();
  }

  @Test
  void resourceOfAnApiServerIsCheckedToo() {
    var domain = new MailDomain();
    domain.setMetadata(new ObjectMeta());
    domain.getMetadata().setName("example-com");
    domain.setSpec(
        new MailDomainSpec(
            null,
            null,
            null,
            null,
            new ServerSpec(
                0, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));

    var adopted = ResourceReader.adopt(List.of(domain), List.of(), List.of(), Map.of());

    assertThat(adopted.domains()).isEmpty();
    assertThat(adopted.problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("spec.domain", "spec.server.replicas");
  }

  @Test
  void deepNestingAndHugeNumbersAreRefusedNotSuffered() {
    assertThat(read("[".repeat(100_000)).incomplete()).isTrue();
    assertThat(read("a: &a {b: *a}").incomplete()).isTrue();
    assertThatCode(() -> read("n: " + "9".repeat(50_000))).doesNotThrowAnyException();
  }

  @Test
  void anyGarbageBecomesProblems() {
    var random = new Random(7);
    var alphabet = "{}[]:,-&*!|>'\"#%@`\n \t\\aA0~?é\u0000";
    for (int round = 0; round < 3_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThatCode(() -> read(text.toString())).as("%s", text).doesNotThrowAnyException();
    }
  }
}
