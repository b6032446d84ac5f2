package io.mailhelm.compiler.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.config.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Binds a tree of one of our kinds to its Java type, checked and with defaults filled in. */
final class SpecBinding {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The result of binding.
   *
   * @param resource empty when the tree is too wrong to bind
   */
  record Bound(Optional<HasMetadata> resource, List<PathProblem> findings) {}

  private SpecBinding() {}

  static Bound bind(Schemas schema, ObjectNode tree) {
    tree.remove("status");
    var findings = new ArrayList<>(MetadataCheck.check(tree));
    if (tree.get("spec") instanceof ObjectNode spec) {
      findings.addAll(SchemaCheck.check(schema.spec(), spec, "spec"));
    } else {
      findings.add(new PathProblem(Reason.MissingField, "spec", "must be a map of fields: add it"));
    }
    if (findings.stream().anyMatch(finding -> finding.reason() != Reason.UnknownField)) {
      return new Bound(Optional.empty(), findings);
    }
    try {
      return new Bound(Optional.of(MAPPER.treeToValue(tree, schema.type())), findings);
    } catch (JsonProcessingException e) {
      findings.add(new PathProblem(Reason.InvalidValue, path(e), "cannot be read as its type"));
      return new Bound(Optional.empty(), findings);
    }
  }

  /** The same for a resource from an API server, which may have an older schema. */
  static Bound complete(Schemas schema, HasMetadata resource) {
    return bind(schema, MAPPER.valueToTree(resource));
  }

  private static String path(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining())
            .replaceFirst("^\\.", "")
        : "";
  }
}
