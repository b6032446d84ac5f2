package io.mailhelm.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The chart in this folder. */
final class Chart {
  static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));
  static final Path FOLDER = ROOT.resolve("helm/mailhelm");

  /** Where {@link #renderWithHooks} has the events of a hook. */
  static final String HOOK = "hook-of-test";

  private static final String HOOK_KEY = "\"" + HOOK + "\"";

  private Chart() {}

  /** What `helm template --no-hooks` writes for these values, in YAML. */
  static String text(String values) throws IOException {
    return text(FOLDER, values);
  }

  private static String text(Path folder, String values) throws IOException {
    var file = Files.createTempFile("values", ".yaml");
    try {
      Files.writeString(file, values);
      return new Helm(folder)
          .template()
          .withName("mailhelm")
          .withNamespace("mail-system")
          .withKubeVersion("1.35.4")
          .withValuesFile(file)
          .call();
    } finally {
      Files.delete(file);
    }
  }

  static Objects render(String values) throws IOException {
    return objects(text(values));
  }

  /**
   * What of the chart is a hook, with the other objects. The engine keeps hooks to itself, so they
   * are rendered from a copy that calls them by another name.
   */
  static Objects renderWithHooks(String values) throws IOException {
    return objects(textWithHooks(values));
  }

  /** The same as a text. */
  static String textWithHooks(String values) throws IOException {
    var copy = Files.createTempDirectory("chart");
    try (var files = Files.walk(FOLDER)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = copy.resolve(FOLDER.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(file).replace("\"helm.sh/hook\"", HOOK_KEY));
      }
      return text(copy, values);
    } finally {
      try (var files = Files.walk(copy)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static Objects objects(String text) throws IOException {
    try (var documents =
        Serialization.yamlMapper()
            .readerFor(JsonNode.class)
            .readValues(new YAMLFactory().createParser(text))) {
      return new Objects(
          documents.readAll().stream()
              .map(JsonNode.class::cast)
              .filter(JsonNode::isObject)
              .toList());
    }
  }

  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** Rendered objects. */
  record Objects(List<JsonNode> all) {
    List<JsonNode> of(String kind) {
      return all.stream().filter(any -> any.path("kind").asText().equals(kind)).toList();
    }

    /** The only one of its kind. */
    JsonNode the(String kind) {
      var found = of(kind);
      if (found.size() != 1) {
        throw new AssertionError("%d of kind %s".formatted(found.size(), kind));
      }
      return found.getFirst();
    }

    JsonNode the(String kind, String name) {
      return of(kind).stream()
          .filter(any -> any.at("/metadata/name").asText().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no %s %s".formatted(kind, name)));
    }

    JsonNode podSpec() {
      return the("Deployment").at("/spec/template/spec");
    }

    JsonNode container() {
      return podSpec().at("/containers/0");
    }

    String env(String name) {
      for (var variable : container().path("env")) {
        if (variable.path("name").asText().equals(name)) {
          return variable.path("value").asText();
        }
      }
      throw new AssertionError("no variable " + name);
    }
  }

  /** Entries as a list, so that they compare well. */
  static List<Object> list(JsonNode array) {
    return Serialization.jsonMapper().convertValue(array, List.class);
  }

  static Map<String, Object> map(JsonNode object) {
    return Serialization.jsonMapper().convertValue(object, Map.class);
  }
}
