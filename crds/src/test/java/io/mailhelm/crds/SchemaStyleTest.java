package io.mailhelm.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every field of ours must have. */
class SchemaStyleTest {
  private record Field(String path, JSONSchemaProps schema) {}

  private final List<Field> fields = new ArrayList<>();

  SchemaStyleTest() {
    for (var kind : GeneratedFiles.KINDS) {
      var root =
          GeneratedFiles.crd(kind)
              .getSpec()
              .getVersions()
              .getFirst()
              .getSchema()
              .getOpenAPIV3Schema();
      collect(kind.getSimpleName() + ".spec", root.getProperties().get("spec"));
      collect(kind.getSimpleName() + ".status", root.getProperties().get("status"));
    }
  }

  private void collect(String path, JSONSchemaProps schema) {
    fields.add(new Field(path, schema));
    if (schema.getItems() != null) {
      collect(path + "[]", schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      collect(path + "{}", schema.getAdditionalProperties().getSchema());
    }
    if (ReferencePage.described(schema)) {
      schema.getProperties().forEach((name, field) -> collect(path + "." + name, field));
    }
  }

  @Test
  void everyFieldIsFound() {
    assertThat(fields).hasSizeGreaterThan(200);
  }

  @Test
  void everyListMapAndTextIsBounded() {
    assertThat(fields)
        .allSatisfy(
            field -> {
              var schema = field.schema();
              if ("array".equals(schema.getType())) {
                assertThat(schema.getMaxItems()).as(field.path()).isNotNull();
              }
              if (schema.getAdditionalProperties() != null) {
                assertThat(schema.getMaxProperties()).as(field.path()).isNotNull();
              }
              var free = schema.getEnum() == null || schema.getEnum().isEmpty();
              if ("string".equals(schema.getType()) && free) {
                assertThat(schema.getMaxLength()).as(field.path()).isNotNull();
              }
            });
  }

  @Test
  void theFirstValueOfAnEnumIsItsDefault() {
    assertThat(fields)
        .filteredOn(
            field ->
                field.schema().getDefault() != null
                    && field.schema().getEnum() != null
                    && !field.schema().getEnum().isEmpty())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            field ->
                assertThat(field.schema().getEnum().getFirst())
                    .as(field.path())
                    .isEqualTo(field.schema().getDefault()));
  }

  @Test
  void everyRuleStandsOnce() {
    assertThat(fields)
        .allSatisfy(
            field -> {
              var rules = field.schema().getXKubernetesValidations();
              if (rules != null) {
                assertThat(rules).as(field.path()).doesNotHaveDuplicates();
              }
            });
  }
}
