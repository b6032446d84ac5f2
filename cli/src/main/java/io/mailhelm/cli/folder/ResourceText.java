package io.mailhelm.cli.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The text of a resource file, split into documents, so that one can be changed while the others
 * stay as they were written, with their comments. Immutable.
 */
final class ResourceText {
  /**
   * A document marker, which is in the first column, where no content of a block may be (YAML 1.2
   * §9.1.2).
   */
  private static final Pattern MARKER = Pattern.compile("(?m)^---(?=\\s|$)");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));

  private final List<String> parts;

  private ResourceText(List<String> parts) {
    this.parts = parts;
  }

  static ResourceText of(String text) {
    var parts = new ArrayList<String>();
    var start = 0;
    var marker = MARKER.matcher(text);
    while (marker.find()) {
      parts.add(text.substring(start, marker.start()));
      start = marker.start();
    }
    parts.add(text.substring(start));
    return new ResourceText(parts);
  }

  /** The text of one document, for a new file. */
  static String write(JsonNode document) {
    try {
      return "---\n" + YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree is always YAML", e);
    }
  }

  /** Whether a document matches. */
  boolean has(Predicate<JsonNode> wanted) {
    return parts.stream().anyMatch(part -> matches(part, wanted));
  }

  /** The first document that matches. */
  Optional<JsonNode> find(Predicate<JsonNode> wanted) {
    return parts.stream()
        .map(ResourceText::tree)
        .filter(node -> isObject(node) && wanted.test(node))
        .findFirst();
  }

  /** The file without the documents that match. */
  ResourceText without(Predicate<JsonNode> unwanted) {
    return new ResourceText(parts.stream().filter(part -> !matches(part, unwanted)).toList());
  }

  /** The file with the documents that match changed; comments within those are lost. */
  ResourceText changed(Predicate<JsonNode> wanted, UnaryOperator<JsonNode> change) {
    return new ResourceText(
        parts.stream()
            .map(part -> matches(part, wanted) ? write(change.apply(tree(part))) : part)
            .toList());
  }

  /** Whether nothing but comments and white space is left. */
  boolean isEmpty() {
    return parts.stream().noneMatch(part -> isObject(tree(part)));
  }

  String text() {
    return String.join("", parts);
  }

  private static boolean matches(String part, Predicate<JsonNode> wanted) {
    var node = tree(part);
    return isObject(node) && wanted.test(node);
  }

  private static boolean isObject(JsonNode node) {
    return node != null && node.isObject();
  }

  /**
   * The document of a part; missing where it is no YAML, so that it matches nothing and stays as it
   * is.
   */
  private static JsonNode tree(String part) {
    try {
      return YAML.readTree(part);
    } catch (JsonProcessingException e) {
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }
}
