package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SchemaRules;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what the other tests stand on holds. */
class HarnessIT {
  @RegisterExtension final KubeApi api = new KubeApi();

  @Test
  void takesAMailDomainAndFillsInItsDefaults() {
    var domain = api.client().resource(Declarations.domain(api.namespace(), "server: {}")).create();

    assertThat(((MailDomain) domain).getSpec().server().listeners()).hasSize(3);
  }

  @Test
  void refusesAMailDomainWithTheSentenceThatSaysWhatToWrite() {
    var neither = Declarations.domain(api.namespace(), "outbound: Capture");

    assertThatThrownBy(() -> api.client().resource(neither).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(SchemaRules.ONE_SERVER);
  }

  /** Else a GitOps tool compares what it applied with what it reads, and never agrees. */
  @ParameterizedTest
  @ValueSource(strings = {"maildomains", "mailusers", "sendpolicies"})
  void keepsACrdAsItIsWritten(String plural) throws IOException {
    var file = "/META-INF/mailhelm/crds/%s.yaml".formatted(plural);
    JsonNode written;
    try (var in = HarnessIT.class.getResourceAsStream(file)) {
      written = Serialization.yamlMapper().readTree(in);
    }
    var kept =
        Serialization.jsonMapper()
            .readTree(
                api.client()
                    .raw(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/%s.mailhelm.io"
                            .formatted(plural)));

    assertThat(missing(written.get("spec"), kept.get("spec"), "spec")).isEmpty();
  }

  /** The paths of what was written and is not kept so. */
  private static Stream<String> missing(JsonNode written, JsonNode kept, String path) {
    if (written.isObject() && kept != null) {
      return written.properties().stream()
          .flatMap(e -> missing(e.getValue(), kept.get(e.getKey()), path + "." + e.getKey()));
    }
    if (written.isArray() && kept != null && written.size() == kept.size()) {
      return IntStream.range(0, written.size())
          .boxed()
          .flatMap(i -> missing(written.get(i), kept.get(i), path + "[" + i + "]"));
    }
    return isSame(written, kept) ? Stream.of() : Stream.of(path);
  }

  /** A number is the same as 1 and as 1.0. */
  private static boolean isSame(JsonNode written, JsonNode kept) {
    return kept != null && written.isNumber() && kept.isNumber()
        ? written.decimalValue().compareTo(kept.decimalValue()) == 0
        : written.equals(kept);
  }

  @Test
  void aServiceAccountMayDoNothingUntilItIsBound() {
    var mark = api.audit().mark();
    try (var client = new KubernetesClientBuilder().withConfig(api.configOf("nobody")).build()) {
      assertThatThrownBy(() -> client.secrets().inNamespace(api.namespace()).list())
          .hasMessageContaining("is forbidden");
    }

    assertThat(api.audit().since(mark, api.user("nobody")))
        .containsExactly(
            new AuditEntry(
                api.user("nobody"), "list", "", "secrets", "", api.namespace(), "", 403));
  }
}
