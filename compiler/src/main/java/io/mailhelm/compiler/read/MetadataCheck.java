package io.mailhelm.compiler.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailhelm.config.Reason;
import io.mailhelm.config.Spelling;
import io.mailhelm.crds.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the parts that all resources share: top-level fields, {@code metadata}, names, labels. */
final class MetadataCheck {
  private static final Set<String> TOP =
      new TreeSet<>(Set.of("apiVersion", "kind", "metadata", "spec", "status"));

  /** The fields of ObjectMeta in the Kubernetes API. */
  private static final Set<String> METADATA =
      new TreeSet<>(
          Set.of(
              "annotations",
              "creationTimestamp",
              "deletionGracePeriodSeconds",
              "deletionTimestamp",
              "finalizers",
              "generateName",
              "generation",
              "labels",
              "managedFields",
              "name",
              "namespace",
              "ownerReferences",
              "resourceVersion",
              "selfLink",
              "uid"));

  private MetadataCheck() {}

  static List<PathProblem> check(ObjectNode resource) {
    var findings = new ArrayList<PathProblem>();
    unknown(resource, TOP, "", findings);
    var metadata = resource.path("metadata");
    unknown(metadata, METADATA, "metadata.", findings);
    for (var name : List.of("name", "namespace")) {
      var text = metadata.path(name).asText("");
      var wanted = name.equals("name") ? Patterns.OBJECT_NAME : Patterns.LABEL;
      if (metadata.has(name) && (text.length() > 253 || !Patterns.matches(wanted, text))) {
        findings.add(
            new PathProblem(
                Reason.InvalidValue,
                "metadata." + name,
                "'%s' %s".formatted(text, Patterns.words(wanted))));
      }
    }
    for (var name : List.of("labels", "annotations")) {
      texts(metadata.path(name), "metadata." + name, findings);
    }
    return findings;
  }

  private static void unknown(
      JsonNode object, Set<String> known, String prefix, List<PathProblem> findings) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                findings.add(
                    new PathProblem(
                        Reason.UnknownField,
                        prefix + name,
                        "unknown field '%s'%s".formatted(name, Spelling.hint(name, known))));
              }
            });
  }

  private static void texts(JsonNode map, String path, List<PathProblem> findings) {
    if (map.isMissingNode() || map.isNull()) {
      return;
    }
    if (!map.isObject()) {
      findings.add(new PathProblem(Reason.InvalidValue, path, "must be a map of texts"));
      return;
    }
    map.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isTextual()) {
                findings.add(
                    new PathProblem(
                        Reason.InvalidValue,
                        path + "." + entry.getKey(),
                        "must be text: put it in quotes"));
              }
            });
  }
}
