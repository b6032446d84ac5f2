package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumns;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the generator cannot say: columns in the order of the annotations, an enum's default first,
 * each rule once (it finds those of a record on the field and on the accessor), and bounds where
 * Java has no place for an annotation.
 */
final class Refinement {
  /** As Kubernetes has it, with a power of ten that can be written out. */
  private static final String QUANTITY =
      "^[+-]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$";

  /** Those of 64 bits. */
  private static final Set<String> LONGS = Set.of("observedGeneration", "tolerationSeconds");

  private Refinement() {}

  static CustomResourceDefinition of(
      CustomResourceDefinition crd, Class<? extends HasMetadata> kind) {
    var version = crd.getSpec().getVersions().getFirst();
    var columns = version.getAdditionalPrinterColumns();
    columns.sort(Comparator.comparing(inOrderOf(kind)::indexOf));
    // The API server leaves a priority of 0 out, and GitOps tools see a difference for ever.
    columns.stream()
        .filter(column -> Integer.valueOf(0).equals(column.getPriority()))
        .forEach(column -> column.setPriority(null));
    var root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
    root.setRequired(List.of("spec"));
    refine(root);
    var status = root.getProperties().get("status");
    // Until the operator has written one, tools that wait (kstatus, so Flux) would take a resource
    // without status for one that is done.
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    var conditions = status.getProperties().get("conditions");
    // A column that shows a condition is never blank: not while nothing watches the namespace,
    // either.
    conditions.setDefault(Serialization.jsonMapper().valueToTree(List.of(UnseenCondition.READY)));
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    return crd;
  }

  private static List<CustomResourceColumnDefinition> inOrderOf(Class<?> kind) {
    return Arrays.stream(kind.getAnnotation(AdditionalPrinterColumns.class).value())
        .map(
            column -> {
              var definition = new CustomResourceColumnDefinition();
              definition.setName(column.name());
              definition.setJsonPath(column.jsonPath());
              definition.setType(column.type().getValue());
              definition.setPriority(column.priority());
              return definition;
            })
        .toList();
  }

  /** Whoever reads all resources of a kind would read none for one number that Java cannot hold. */
  private static void bound(JSONSchemaProps schema) {
    if ("integer".equals(schema.getType())) {
      schema.setMinimum(
          Objects.requireNonNullElse(schema.getMinimum(), (double) Integer.MIN_VALUE));
      schema.setMaximum(
          Objects.requireNonNullElse(schema.getMaximum(), (double) Integer.MAX_VALUE));
    }
  }

  private static void refine(JSONSchemaProps schema) {
    var rules = schema.getXKubernetesValidations();
    if (rules != null && !rules.isEmpty()) {
      schema.setXKubernetesValidations(new ArrayList<>(new LinkedHashSet<>(rules)));
    }
    if (schema.getDefault() != null && schema.getEnum() != null) {
      var values = new ArrayList<JsonNode>(schema.getEnum());
      if (values.remove(schema.getDefault())) {
        values.addFirst(schema.getDefault());
        schema.setEnum(values);
      }
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      schema.setMaxLength(32L);
      if (rules == null || rules.isEmpty()) {
        schema.setPattern(QUANTITY);
      }
    }
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, field) -> {
                if (!LONGS.contains(name)) {
                  bound(field);
                }
                refine(field);
              });
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      refine(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      refine(schema.getAdditionalProperties().getSchema());
    }
  }
}
