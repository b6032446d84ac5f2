package io.mailhelm.operator.nonsense;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.MailDomain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes values that a schema of ours allows and nobody would write. Rules in CEL are not kept: an
 * API server would refuse some of what comes of it.
 */
public final class Nonsense {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONGEST = 300;

  /** A pattern or a rule keeps others out. */
  private static final List<String> SIZES =
      List.of("1", "10Gi", "1.5Gi", "+.5k", "7.", "0.0000001", "1n", "1e99", "1E-99", "99999999Ei");

  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "null",
          "0",
          "-1",
          "1e3",
          "999999999999999999h",
          "1h",
          "0s",
          "5m",
          "87600h",
          "True",
          "Perhaps",
          "Ready",
          "a",
          "x".repeat(63),
          "control",
          "alice",
          "other",
          "example.com",
          "EXAMPLE.com.",
          "*.example.com",
          "bücher.example",
          "xn--",
          "a@b@c",
          "::/0",
          "10.0.0.0/8",
          "192.0.2.1",
          "192.0.2.1/33",
          "2026-01-01T00:00:00Z",
          "yesterday",
          "\u202e\u0000\ud83d\ude00",
          "/../..",
          "{{.}}",
          "'\"\\",
          "line\nline\r\n");

  private final RandomGenerator random;

  public Nonsense(RandomGenerator random) {
    this.random = random;
  }

  /** The schema of one of our kinds. */
  public static JsonNode schema(String plural) {
    try (var yaml =
        MailDomain.class.getResourceAsStream("/META-INF/mailhelm/crds/" + plural + ".yaml")) {
      return Serialization.yamlMapper()
          .readTree(yaml)
          .at("/spec/versions/0/schema/openAPIV3Schema")
          .requireNonNull();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Anything a schema allows. */
  public ObjectNode object(JsonNode schema) {
    return any(schema).orElseThrow(() -> new AssertionError("no word fits: " + schema));
  }

  private Optional<ObjectNode> any(JsonNode schema) {
    var object = JSON.objectNode();
    var required = new ArrayList<String>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (var property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || random.nextInt(3) == 0) {
        var value = value(property.getValue());
        if (value.isEmpty() && required.contains(property.getKey())) {
          return Optional.empty();
        }
        value.ifPresent(any -> object.set(property.getKey(), any));
      }
    }
    var others = schema.path("additionalProperties");
    if (others.isObject()) {
      for (int i = count(schema, "minProperties", "maxProperties"); i > 0; i--) {
        value(others).ifPresent(any -> object.set(word() + random.nextInt(9), any));
      }
    }
    return Optional.of(object);
  }

  /** A text of those that break things. */
  public String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private Optional<JsonNode> value(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return random.nextBoolean()
          ? Optional.of(JSON.numberNode(number(schema)))
          : Optional.of(JSON.textNode(SIZES.get(random.nextInt(SIZES.size()))));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> any(schema).map(JsonNode.class::cast);
      case "array" -> Optional.of(array(schema));
      case "integer", "number" -> Optional.of(JSON.numberNode(number(schema)));
      case "boolean" -> Optional.of(JSON.booleanNode(random.nextBoolean()));
      default -> text(schema).map(JSON::textNode);
    };
  }

  private JsonNode array(JsonNode schema) {
    var array = JSON.arrayNode();
    for (int i = count(schema, "minItems", "maxItems"); i > 0; i--) {
      value(schema.path("items")).ifPresent(array::add);
    }
    return array;
  }

  private int count(JsonNode schema, String least, String most) {
    var min = schema.path(least).asInt(0);
    return Math.min(min + random.nextInt(4), schema.path(most).asInt(Integer.MAX_VALUE));
  }

  private long number(JsonNode schema) {
    var least = schema.path("minimum").asLong(Long.MIN_VALUE);
    var most = schema.path("maximum").asLong(Long.MAX_VALUE);
    return switch (random.nextInt(4)) {
      case 0 -> least;
      case 1 -> most;
      case 2 -> Math.clamp(random.nextInt(100), least, most);
      default -> Math.clamp(random.nextLong(), least, most);
    };
  }

  private Optional<String> text(JsonNode schema) {
    var allowed = schema.path("enum");
    if (allowed.isArray() && !allowed.isEmpty()) {
      return Optional.of(allowed.get(random.nextInt(allowed.size())).asText());
    }
    var fitting = new ArrayList<>(WORDS);
    fitting.add("y".repeat(Math.min(LONGEST, schema.path("maxLength").asInt(LONGEST))));
    fitting.removeIf(word -> !fits(schema, word));
    fitting.sort(Comparator.naturalOrder());
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  private static boolean fits(JsonNode schema, String word) {
    var length = word.codePointCount(0, word.length());
    return length >= schema.path("minLength").asInt(0)
        && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
        && (!schema.has("pattern")
            || Pattern.compile(schema.get("pattern").asText()).matcher(word).find());
  }
}
