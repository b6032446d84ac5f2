package io.mailhelm.compiler.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailhelm.config.Reason;
import io.mailhelm.config.Spelling;
import io.mailhelm.crds.SecretUse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a plain {@code kind: Secret}. No message here ever quotes a value. */
final class SecretReader {
  private static final Set<String> FIELDS =
      new TreeSet<>(
          Set.of("apiVersion", "kind", "metadata", "type", "immutable", "data", "stringData"));

  /**
   * A Secret that was read.
   *
   * @param data content by key; what could not be decoded is left out
   * @param mark what it is marked for
   */
  record Secret(Map<String, byte[]> data, Optional<SecretMark> mark, List<PathProblem> findings) {}

  private SecretReader() {}

  static Secret read(ObjectNode tree) {
    var data = new TreeMap<String, byte[]>();
    var findings = new ArrayList<PathProblem>();
    tree.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                findings.add(
                    new PathProblem(
                        Reason.UnknownField,
                        name,
                        "unknown field of a Secret" + Spelling.hint(name, FIELDS)));
              }
            });
    entries(tree, "data", findings).forEach((key, text) -> decode(key, text, data, findings));
    // As in the API server: stringData wins over data.
    entries(tree, "stringData", findings)
        .forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
    return new Secret(data, mark(tree, findings), findings);
  }

  private static Optional<SecretMark> mark(ObjectNode tree, List<PathProblem> findings) {
    var labels = texts(tree.at("/metadata/labels"));
    var use = labels.get(SecretUse.LABEL);
    if (use != null && SecretUse.of(use).isEmpty()) {
      findings.add(
          new PathProblem(
              Reason.InvalidValue,
              "metadata.labels[%s]".formatted(SecretUse.LABEL),
              "is not known: write one of " + SecretUse.all()));
    }
    return SecretMark.of(labels, texts(tree.at("/metadata/annotations")));
  }

  private static Map<String, String> texts(JsonNode map) {
    var texts = new TreeMap<String, String>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static void decode(
      String key, String text, Map<String, byte[]> data, List<PathProblem> findings) {
    try {
      data.put(key, Base64.getDecoder().decode(text.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      findings.add(
          new PathProblem(
              Reason.SecretKeyInvalid,
              "data." + key,
              "is not base64: encode it, or write it as it is under stringData"));
    }
  }

  private static Map<String, String> entries(
      ObjectNode tree, String field, List<PathProblem> findings) {
    var entries = new TreeMap<String, String>();
    JsonNode map = tree.path(field);
    if (!map.isMissingNode() && !map.isNull() && !map.isObject()) {
      findings.add(new PathProblem(Reason.InvalidValue, field, "must be a map of texts"));
    }
    for (var entry : map.properties()) {
      if (entry.getValue().isTextual()) {
        entries.put(entry.getKey(), entry.getValue().asText());
      } else {
        findings.add(
            new PathProblem(
                Reason.InvalidValue,
                field + "." + entry.getKey(),
                "must be text: put it in quotes"));
      }
    }
    return entries;
  }
}
