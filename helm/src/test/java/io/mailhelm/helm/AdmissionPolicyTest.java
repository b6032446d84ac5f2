package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which policies there are, and whom they bind. What they refuse: AdmissionIT of the operator. */
class AdmissionPolicyTest {
  private static final String POLICY = "ValidatingAdmissionPolicy";
  private static final String BINDING = POLICY + "Binding";

  @Test
  void thereAreNoneUnlessAskedFor() throws IOException {
    var it = Chart.render("{}");

    assertThat(it.of(POLICY)).isEmpty();
    assertThat(it.of(BINDING)).isEmpty();
  }

  @Test
  void theyBindTheNamespacesThatAreWatchedAndWarnInTheOthers() throws IOException {
    var it = Chart.render("admissionPolicy: {enabled: true}\nwatch: {namespaces: [shop, blog]}");

    assertThat(it.of(POLICY)).extracting(AdmissionPolicyTest::name).hasSize(3);
    assertThat(it.of(BINDING))
        .extracting(
            binding -> binding.at("/spec/policyName").asText(),
            binding -> Chart.list(binding.at("/spec/validationActions")),
            binding -> selector(binding).path("operator").asText(),
            binding -> Chart.list(selector(binding).path("values")))
        .containsExactlyInAnyOrder(
            tuple(
                "mail-system-mailhelm-operator-allowed",
                List.of("Deny"),
                "In",
                List.of("shop", "blog")),
            tuple(
                "mail-system-mailhelm-operator-noted",
                List.of("Warn"),
                "In",
                List.of("shop", "blog")),
            tuple(
                "mail-system-mailhelm-operator-unwatched",
                List.of("Warn"),
                "NotIn",
                List.of("shop", "blog")));
  }

  @Test
  void whereAllNamespacesAreWatchedAllAreBound() throws IOException {
    var it = Chart.render("admissionPolicy: {enabled: true}\nwatch: {all: true}");

    assertThat(it.of(BINDING))
        .extracting(AdmissionPolicyTest::name)
        .containsExactlyInAnyOrder(
            "mail-system-mailhelm-operator-allowed", "mail-system-mailhelm-operator-noted");
    assertThat(it.of(BINDING))
        .allSatisfy(binding -> assertThat(selector(binding)).isInstanceOf(MissingNode.class));
  }

  @Test
  void whatIsAllowedIsNotWarnedOf() throws IOException {
    var it =
        Chart.render(
            "admissionPolicy: {enabled: true, unwatched: Ignore}\nallow: {resolvers: true}");

    assertThat(it.of(POLICY))
        .extracting(AdmissionPolicyTest::name)
        .containsExactly("mail-system-mailhelm-operator-allowed");
  }

  @Test
  void theyJudgeEveryVersionOfTheResources() throws IOException {
    var it = Chart.render("admissionPolicy: {enabled: true}");

    for (var policy : it.of(POLICY)) {
      var rule = policy.at("/spec/matchConstraints/resourceRules/0");
      for (var crd : it.of("CustomResourceDefinition")) {
        assertThat(Chart.list(rule.path("apiVersions")))
            .contains(crd.at("/spec/versions/0/name").asText());
      }
    }
  }

  @Test
  void aListThatNoExpressionHoldsIsRefusedBeforeAnythingIsTouched() {
    var domains =
        IntStream.range(0, 900)
            .mapToObj(
                number ->
                    "d%d.%s.example".formatted(number, "a".repeat(63) + ".b" + "b".repeat(50)))
            .collect(Collectors.joining(", "));
    var values =
        "allow: {domains: [{namespaces: [mail], domains: [%s]}]}".formatted(domains)
            + "\nadmissionPolicy: {enabled: true}";

    assertThatThrownBy(() -> Chart.text(values))
        .hasMessageContaining("allow.domains is too long for a ValidatingAdmissionPolicy");
  }

  private static JsonNode selector(JsonNode binding) {
    return binding.at("/spec/matchResources/namespaceSelector/matchExpressions/0");
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
