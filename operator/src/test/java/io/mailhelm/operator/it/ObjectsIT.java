package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.operator.desired.ConfigSecrets;
import io.mailhelm.operator.desired.Shapes;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That an API server takes the objects as they are meant, and gives back what it was given. */
class ObjectsIT {
  private static final Path CASES =
      Path.of(System.getProperty("mailhelm.root"), "operator/src/test/resources/desired");

  @RegisterExtension final KubeApi api = new KubeApi();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "minimal",
        "everything",
        "cluster-ip-in-development",
        "corporate",
        "user-from-cluster"
      })
  void everyFieldComesBackAsItWasWrittenAndApplyingAgainChangesNothing(String folder)
      throws IOException {
    for (var object : objects(folder)) {
      var first = apply(object);
      var second = apply(object);

      assertThat(second.getMetadata().getResourceVersion())
          .as(object.getKind())
          .isEqualTo(first.getMetadata().getResourceVersion());
      assertThat(matches(first, object)).as("%s as the SDK compares", object.getKind()).isTrue();
      assertIn(
          object.getKind(),
          Serialization.jsonMapper().valueToTree(object),
          Serialization.jsonMapper().valueToTree(first));
    }
  }

  private List<HasMetadata> objects(String folder) throws IOException {
    var yaml =
        Files.readString(CASES.resolve(folder).resolve("shape.yaml"))
            .replace("namespace: mail", "namespace: " + api.namespace());
    var shape = Shapes.of(yaml);
    var objects = new ArrayList<>(Shapes.objects(shape));
    // Their CRDs are other projects'.
    objects.removeIf(GenericKubernetesResource.class::isInstance);
    objects.addAll(ConfigSecrets.of(shape.domain(), ConfigDocument.of(Shapes.config(yaml))));
    return objects;
  }

  private HasMetadata apply(HasMetadata object) {
    return api.client().resource(object).fieldManager("test").forceConflicts().serverSideApply();
  }

  /** What the operator asks before it writes; it needs no more of its context than this. */
  private boolean matches(HasMetadata actual, HasMetadata desired) {
    var controller = answering(ControllerConfiguration.class, "fieldManager", "test");
    var context =
        answering(
            Context.class, "getControllerConfiguration", controller, "getClient", api.client());
    return SSABasedGenericKubernetesResourceMatcher.<HasMetadata>getInstance()
        .matches(actual, desired, context);
  }

  private static <T> T answering(Class<T> type, Object... methodsAndAnswers) {
    var names = List.of(methodsAndAnswers);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              var at = names.indexOf(method.getName());
              if (at < 0) {
                throw new UnsupportedOperationException(method.getName());
              }
              return names.get(at + 1);
            }));
  }

  /** Whatever {@code desired} says is said by {@code actual} in the same words. */
  private static void assertIn(String path, JsonNode desired, JsonNode actual) {
    if (desired.isObject()) {
      desired
          .properties()
          .forEach(
              field ->
                  assertIn(
                      path + "." + field.getKey(), field.getValue(), actual.path(field.getKey())));
    } else if (desired.isArray()) {
      assertThat(actual.size()).as(path).isEqualTo(desired.size());
      for (int i = 0; i < desired.size(); i++) {
        assertIn(path + "[" + i + "]", desired.get(i), actual.path(i));
      }
    } else {
      assertThat(actual).as(path).isEqualTo(desired);
    }
  }
}
