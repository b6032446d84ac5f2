package io.mailhelm.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A real API server takes the CRDs and keeps their rules. Each file of {@code rules} is applied
 * document by document; the comment above each says what becomes of it.
 */
class SchemaRulesIT {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));
  private static final Path RULES = ROOT.resolve("crds/src/test/resources/rules");
  private static final String REFUSED = "refused: ";

  private static ApiServer server;
  private static KubernetesClient client;

  private record Step(String expected, String yaml) {
    static Step of(String document) {
      var text = document.strip();
      return new Step(text.substring(2, text.indexOf('\n')), text);
    }
  }

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = ApiServer.start(ROOT);
    client = server.client();
    for (var kind : GeneratedFiles.KINDS) {
      client.resource(GeneratedFiles.crd(kind)).create();
    }
    for (var kind : GeneratedFiles.KINDS) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(HasMetadata.getFullResourceName(kind))
          .waitUntilCondition(SchemaRulesIT::established, 30, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRuleIsKept() throws IOException {
    return files().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
  }

  @Test
  void everyRuleHasItsFile() throws IOException {
    var refusals = new ArrayList<String>();
    for (var file : files()) {
      steps(file).stream()
          .map(Step::expected)
          .filter(expected -> expected.startsWith(REFUSED))
          .forEach(expected -> refusals.add(expected.substring(REFUSED.length())));
    }
    var messages = new ArrayList<String>();
    for (var kind : GeneratedFiles.KINDS) {
      var version = GeneratedFiles.crd(kind).getSpec().getVersions().getFirst();
      collect(version.getSchema().getOpenAPIV3Schema(), messages);
    }
    assertThat(messages)
        .hasSizeGreaterThan(15)
        .allSatisfy(message -> assertThat(refusals).anyMatch(message::contains));
  }

  @Test
  void nobodyTakesAFreshResourceForOneThatIsDone() {
    var fresh =
        Step.of(
            """
            # accepted
            apiVersion: mailhelm.io/v1alpha1
            kind: SendPolicy
            metadata: {name: fresh}
            spec: {domainRef: {name: example-com}}
            """);
    var applied = apply(fresh, "default");
    assertThat(applied.<Integer>get("status", "observedGeneration")).isEqualTo(-1);
    assertThat(applied.<String>get("status", "conditions", 0, "type")).isEqualTo("Ready");
    assertThat(applied.<String>get("status", "conditions", 0, "status")).isEqualTo("Unknown");
    assertThat(applied.<String>get("status", "conditions", 0, "reason")).isEqualTo("NotSeen");
  }

  @Test
  void everyExampleIsTaken() throws IOException {
    var taken = 0;
    try (var examples = Files.walk(ROOT.resolve("examples"))) {
      for (var file : examples.filter(any -> any.toString().endsWith(".yaml")).toList()) {
        for (var document : documents(file)) {
          if (document.contains("apiVersion: mailhelm.io/")) {
            apply(new Step("accepted", document), namespace("examples"));
            taken++;
          }
        }
      }
    }
    assertThat(taken).isGreaterThan(10);
  }

  private static void play(Path file) throws IOException {
    var namespace = namespace(file.getFileName().toString().replace(".yaml", ""));
    for (var step : steps(file)) {
      if (step.expected().startsWith(REFUSED)) {
        assertThatThrownBy(() -> apply(step, namespace))
            .as(step.yaml())
            .isInstanceOf(KubernetesClientException.class)
            .hasMessageContaining(step.expected().substring(REFUSED.length()))
            .hasMessageNotContaining("rule evaluation error");
      } else {
        assertThat(step.expected()).isEqualTo("accepted");
        apply(step, namespace);
      }
    }
  }

  private static GenericKubernetesResource apply(Step step, String namespace) {
    var resource = (GenericKubernetesResource) client.resource(step.yaml()).item();
    resource.getMetadata().setNamespace(namespace);
    return client
        .resource(resource)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("test")
                .build());
  }

  private static boolean established(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  private static void collect(JSONSchemaProps schema, List<String> messages) {
    if (schema.getXKubernetesValidations() != null) {
      schema.getXKubernetesValidations().forEach(rule -> messages.add(rule.getMessage()));
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(field -> collect(field, messages));
    }
    if (schema.getItems() != null) {
      collect(schema.getItems().getSchema(), messages);
    }
  }

  private static List<Path> files() throws IOException {
    try (var files = Files.list(RULES)) {
      return files.sorted().toList();
    }
  }

  private static List<Step> steps(Path file) throws IOException {
    return documents(file).stream().map(Step::of).toList();
  }

  private static List<String> documents(Path file) throws IOException {
    return List.of(Files.readString(file).split("(?m)^---\\n"));
  }

  private static String namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
    return name;
  }
}
