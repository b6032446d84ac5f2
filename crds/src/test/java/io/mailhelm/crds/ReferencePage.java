package io.mailhelm.crds;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.stream.Collectors;

/** The field reference as Markdown. */
final class ReferencePage {
  private final StringBuilder page = new StringBuilder();

  private ReferencePage() {}

  static String of(List<CustomResourceDefinition> crds) {
    var reference = new ReferencePage();
    reference.page.append(
        """
        # The resources, field by field

        Generated from the types in `crds` by `make generate`; do not edit.
        Group `mailhelm.io`, version `v1alpha1`. **Bold** fields are required.
        """);
    crds.forEach(reference::kind);
    return reference.page.toString();
  }

  private void kind(CustomResourceDefinition crd) {
    var names = crd.getSpec().getNames();
    var root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    page.append("\n## %s (`%s`)\n\n".formatted(names.getKind(), names.getShortNames().getFirst()))
        .append(root.getDescription())
        .append('\n');
    rules(root);
    for (var part : List.of("spec", "status")) {
      page.append("\n### %s %s\n\n".formatted(names.getKind(), part))
          .append("| Field | Type | Default | Meaning |\n|---|---|---|---|\n");
      fields("", root.getProperties().get(part));
    }
  }

  private void rules(JSONSchemaProps root) {
    var rules = root.getXKubernetesValidations();
    if (rules != null) {
      rules.forEach(rule -> page.append("\nRule: ").append(rule.getMessage()).append(".\n"));
    }
  }

  private void fields(String prefix, JSONSchemaProps object) {
    var required = object.getRequired() == null ? List.<String>of() : object.getRequired();
    object
        .getProperties()
        .forEach(
            (name, schema) -> {
              var path = "`" + prefix + name + "`";
              page.append(
                  "| %s | %s | %s | %s |\n"
                      .formatted(
                          required.contains(name) ? "**" + path + "**" : path,
                          type(schema),
                          schema.getDefault() == null ? "" : "`" + schema.getDefault() + "`",
                          meaning(schema)));
              nested(prefix + name, schema);
            });
  }

  /** Objects of ours go on below; Kubernetes' own, which it describes itself, do not. */
  private void nested(String path, JSONSchemaProps schema) {
    if (schema.getItems() != null && described(schema.getItems().getSchema())) {
      fields(path + "[].", schema.getItems().getSchema());
    } else if (described(schema)) {
      fields(path + ".", schema);
    }
  }

  static boolean described(JSONSchemaProps schema) {
    var properties = schema.getProperties();
    return properties != null
        && !properties.isEmpty()
        && properties.values().stream().allMatch(field -> field.getDescription() != null);
  }

  private static String type(JSONSchemaProps schema) {
    if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
      return schema.getEnum().stream()
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return "quantity";
    }
    if (Patterns.DURATION.equals(schema.getPattern())) {
      return "duration";
    }
    if (schema.getItems() != null) {
      return "list of " + type(schema.getItems().getSchema());
    }
    return schema.getAdditionalProperties() == null ? schema.getType() : "map";
  }

  private static String meaning(JSONSchemaProps schema) {
    var text = new StringBuilder(schema.getDescription().replace("|", "\\|").replace("<", "&lt;"));
    var rules = schema.getXKubernetesValidations();
    if (rules != null) {
      rules.forEach(rule -> text.append(" Rule: ").append(rule.getMessage()).append('.'));
    }
    if (schema.getMaxItems() != null) {
      text.append(" At most ").append(schema.getMaxItems()).append('.');
    }
    return text.toString();
  }
}
