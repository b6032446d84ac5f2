package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The chart as a whole. */
class ChartTest {
  @Test
  void lintHasNothingToSay() {
    var result = Chart.lint();

    assertThat(result.getMessages())
        .allSatisfy(message -> assertThat(message).doesNotContain("[WARNING]", "[ERROR]"));
    assertThat(result.isFailed()).isFalse();
  }

  @Test
  void versionIsTheProjects() throws IOException {
    var pom = Files.readString(Chart.ROOT.resolve("pom.xml"));
    var version = pom.replaceAll("(?s).*?<version>([^<]+)</version>.*", "$1");

    assertThat(Files.readString(Chart.FOLDER.resolve("Chart.yaml")))
        .contains("\nversion: " + version + "\n", "\nappVersion: " + version + "\n");
  }

  /** Also what the operator's rights are compared with. */
  @Test
  void defaultsRenderAsCommitted() throws IOException {
    assertRendersAs("defaults.yaml", "crds: {install: false}");
  }

  /** Also what a real API server is given, and what it then refuses compared with the operator. */
  @Test
  void admissionPoliciesRenderAsCommitted() throws IOException {
    assertRendersAs(
        "admission.yaml",
        """
        crds: {install: false}
        watch: {namespaces: [admission-mail, admission-shop]}
        admissionPolicy: {enabled: true}
        allow:
          domains:
            - {namespaces: [admission-mail], domains: [Example.com, "*.example.com", "*.shared.example"]}
            - {namespaces: [admission-mail, admission-shop], domains: [both.example]}
            - {namespaces: [admission-shop], domains: [shop, "*.shop.example", "bücher.example"]}
          images: ["registry.example:5000/ours/"]
        """);
  }

  /** Also what the check of an installation may do, when it is tried. */
  @Test
  void hooksRenderAsCommitted() throws IOException {
    assertIsAsCommitted(
        "hooks.yaml", Chart.textWithHooks("crds: {install: false}\ncheck: {afterInstall: true}"));
  }

  private static void assertRendersAs(String file, String values) throws IOException {
    assertIsAsCommitted(file, Chart.text(values));
  }

  private static void assertIsAsCommitted(String file, String rendered) throws IOException {
    var golden = Chart.ROOT.resolve("helm/src/test/resources/rendered").resolve(file);
    if (Boolean.getBoolean("mailhelm.generate")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, rendered);
    }

    assertThat(golden)
        .as("%s is out of date: run `make generate` and look at what changed", golden)
        .hasContent(rendered);
  }

  @Test
  void crdsAreUpgradedWithTheReleaseAndKeptWhenItGoes() throws IOException {
    var crds = Chart.render("{}").of("CustomResourceDefinition");

    assertThat(crds)
        .extracting(crd -> crd.at("/metadata/name").asText())
        .containsExactlyInAnyOrder(
            "maildomains.mailhelm.io", "mailusers.mailhelm.io", "sendpolicies.mailhelm.io");
    assertThat(crds)
        .allSatisfy(
            crd ->
                assertThat(crd.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                    .isEqualTo("keep"));
  }

  @Test
  void crdsAreThoseOfTheTypesInEveryOtherByte() throws IOException {
    var text = Chart.text("{}");

    for (var kind : new String[] {"maildomains", "mailusers", "sendpolicies"}) {
      var crd =
          Files.readString(
              Chart.ROOT.resolve(
                  "crds/src/main/resources/META-INF/mailhelm/crds/" + kind + ".yaml"));
      assertThat(text).contains(crd.substring(crd.indexOf("\nspec:")).strip());
    }
  }
}
