package io.mailhelm.compiler.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailhelm.config.Reason;
import io.mailhelm.config.Spelling;
import io.mailhelm.config.Surrogates;
import io.mailhelm.crds.Patterns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks a tree against a structural schema: fills in defaults, as an API server does, drops nulls
 * and unknown fields, and collects everything that does not fit.
 */
final class SchemaCheck {
  private static final int QUOTED = 80;

  private final List<PathProblem> findings = new ArrayList<>();

  private SchemaCheck() {}

  /** Changes {@code tree} in place, and returns all problems in the order found. */
  static List<PathProblem> check(JsonNode schema, ObjectNode tree, String path) {
    var check = new SchemaCheck();
    check.value(schema, tree, path);
    return check.findings;
  }

  private void value(JsonNode schema, JsonNode value, String path) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      if (!value.isTextual() && !value.isIntegralNumber()) {
        invalid(path, "must be a number or a quantity such as 25Mi");
      }
      return;
    }
    switch (schema.path("type").asText()) {
      case "object" -> object(schema, value, path);
      case "array" -> array(schema, value, path);
      case "string" -> text(schema, value, path);
      case "integer", "number" -> number(schema, value, path);
      case "boolean" -> {
        if (!value.isBoolean()) {
          invalid(path, "must be true or false");
        }
      }
      default -> {}
    }
  }

  private void object(JsonNode schema, JsonNode value, String path) {
    if (!(value instanceof ObjectNode object)) {
      invalid(path, "must be a map of fields");
      return;
    }
    object.properties().removeIf(field -> field.getValue().isNull());
    var properties = schema.get("properties");
    if (properties == null) {
      map(schema, object, path);
      return;
    }
    defaults(properties, object);
    for (var required : schema.path("required")) {
      if (!object.has(required.asText())) {
        findings.add(
            new PathProblem(
                Reason.MissingField, join(path, required.asText()), "must be set: add it"));
      }
    }
    var names = new TreeSet<String>();
    properties.fieldNames().forEachRemaining(names::add);
    var fields = object.properties().iterator();
    while (fields.hasNext()) {
      var field = fields.next();
      var known = properties.get(field.getKey());
      if (known == null) {
        findings.add(
            new PathProblem(
                Reason.UnknownField,
                join(path, field.getKey()),
                "unknown field '%s'%s"
                    .formatted(quotable(field.getKey()), Spelling.hint(field.getKey(), names))));
        fields.remove();
      } else {
        value(known, field.getValue(), join(path, field.getKey()));
      }
    }
  }

  private static void defaults(JsonNode properties, ObjectNode object) {
    for (var property : properties.properties()) {
      var preset = property.getValue().get("default");
      if (preset != null && !object.has(property.getKey())) {
        object.set(property.getKey(), preset.deepCopy());
      }
    }
  }

  private void map(JsonNode schema, ObjectNode object, String path) {
    bound(schema, "maxProperties", object.size(), path, "entries");
    bound(schema, "minProperties", object.size(), path, "entries");
    var values = schema.path("additionalProperties");
    if (values.isObject()) {
      object
          .properties()
          .forEach(entry -> value(values, entry.getValue(), path + "." + entry.getKey()));
    }
  }

  private void array(JsonNode schema, JsonNode value, String path) {
    if (!value.isArray()) {
      invalid(path, "must be a list: begin each entry with '- '");
      return;
    }
    bound(schema, "maxItems", value.size(), path, "entries");
    bound(schema, "minItems", value.size(), path, "entries");
    for (int i = 0; i < value.size(); i++) {
      value(schema.path("items"), value.get(i), path + "[" + i + "]");
    }
  }

  private void text(JsonNode schema, JsonNode value, String path) {
    if (!value.isTextual()) {
      invalid(path, "must be text: put it in quotes");
      return;
    }
    var text = value.asText();
    var allowed = schema.path("enum");
    if (allowed.isArray()) {
      enumerated(allowed, text, path);
      return;
    }
    var before = findings.size();
    bound(schema, "maxLength", text.codePointCount(0, text.length()), path, "characters");
    bound(schema, "minLength", text.codePointCount(0, text.length()), path, "characters");
    var pattern = schema.path("pattern");
    if (findings.size() == before
        && pattern.isTextual()
        && !Patterns.matches(pattern.asText(), text)) {
      invalid(path, "'%s' %s".formatted(quotable(text), Patterns.words(pattern.asText())));
    }
  }

  private void enumerated(JsonNode allowed, String text, String path) {
    var values = new ArrayList<String>();
    allowed.forEach(value -> values.add(value.asText()));
    if (!values.contains(text)) {
      invalid(
          path,
          "'%s' is not one of %s%s"
              .formatted(
                  quotable(text),
                  values.stream().sorted().collect(Collectors.joining(", ")),
                  Spelling.hint(text, values)));
    }
  }

  private void number(JsonNode schema, JsonNode value, String path) {
    if (!value.isIntegralNumber()) {
      invalid(path, "must be a whole number, without quotes");
      return;
    }
    var number = value.decimalValue();
    var least = schema.path("minimum").asLong(Integer.MIN_VALUE);
    var most = schema.path("maximum").asLong(Integer.MAX_VALUE);
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      invalid(path, "%s is out of range: use %d to %d".formatted(number, least, most));
    }
  }

  private void bound(JsonNode schema, String keyword, int actual, String path, String what) {
    var bound = schema.path(keyword);
    if (!bound.isNumber()) {
      return;
    }
    if (keyword.startsWith("max") ? actual > bound.asLong() : actual < bound.asLong()) {
      invalid(
          path,
          "has %d %s: use at %s %d"
              .formatted(
                  actual, what, keyword.startsWith("max") ? "most" : "least", bound.asLong()));
    }
  }

  private void invalid(String path, String message) {
    findings.add(new PathProblem(Reason.InvalidValue, path, message));
  }

  private static String quotable(String text) {
    return Surrogates.shortened(text.replaceAll("\\p{Cntrl}", "?"), QUOTED);
  }

  private static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
