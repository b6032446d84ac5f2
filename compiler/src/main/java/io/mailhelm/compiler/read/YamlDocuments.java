package io.mailhelm.compiler.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mailhelm.config.Surrogates;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Parses YAML, which includes JSON, into trees within limits: 4 million characters in a document,
 * 40 levels, 200,000 nodes once its aliases are expanded.
 */
final class YamlDocuments {
  private static final int MAX_CHARACTERS = 4_000_000;
  private static final int MAX_DEPTH = 40;
  private static final int MAX_NODES = 200_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private int budget = MAX_NODES;

  private YamlDocuments() {}

  /**
   * The documents of a text, without empty ones.
   *
   * @throws UnreadableException naming the line, and quoting nothing: it may be a password
   */
  static List<JsonNode> parse(String text) throws UnreadableException {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    var dumper = new DumperOptions();
    var yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(dumper),
            dumper,
            options,
            new JsonResolver());
    var documents = new ArrayList<JsonNode>();
    try {
      for (var node : yaml.composeAll(new StringReader(text))) {
        var tree = new YamlDocuments().tree(node, 0);
        if (!tree.isNull()) {
          documents.add(tree);
        }
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new UnreadableException(
          "it is no YAML"
              + (mark == null ? "" : " at line " + (mark.getLine() + 1))
              + ": correct the syntax there or just above");
    } catch (YAMLException e) {
      throw new UnreadableException(
          "it is no YAML, or too large or too deep: keep a document under %d characters and %d levels"
              .formatted(MAX_CHARACTERS, MAX_DEPTH));
    }
    return documents;
  }

  private JsonNode tree(Node node, int depth) throws UnreadableException {
    if (--budget < 0 || depth > MAX_DEPTH) {
      throw new UnreadableException(
          "it is too large or refers to itself: write its aliases out and split it");
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode sequence -> {
        var array = new ArrayNode(NODES, sequence.getValue().size());
        for (var item : sequence.getValue()) {
          array.add(tree(item, depth + 1));
        }
        yield array;
      }
      case MappingNode mapping -> object(mapping, depth);
      default -> throw unreadable("this is neither text, list nor map", node);
    };
  }

  private ObjectNode object(MappingNode mapping, int depth) throws UnreadableException {
    var object = new ObjectNode(NODES);
    for (var entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw unreadable("a key must be plain text", entry.getKeyNode());
      }
      requireWhole(key);
      if (object.has(key.getValue())) {
        throw unreadable("a key is there twice: remove one", key);
      }
      object.set(key.getValue(), tree(entry.getValueNode(), depth + 1));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) throws UnreadableException {
    var tag = scalar.getTag();
    var text = scalar.getValue();
    if (tag.equals(Tag.STR)) {
      requireWhole(scalar);
      return TextNode.valueOf(text);
    } else if (tag.equals(Tag.NULL)) {
      return NullNode.instance;
    } else if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
    } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(scalar);
    }
    throw unreadable("tags (!…) are not supported here: remove it", scalar);
  }

  /**
   * Refuses text that has no form in UTF-8, because it would be kept, compared and sent as another
   * text.
   */
  private static void requireWhole(ScalarNode scalar) throws UnreadableException {
    if (Surrogates.isHalved(scalar.getValue())) {
      throw unreadable(
          "this has one half of a surrogate pair, which is no character: write both halves, or the"
              + " character itself",
          scalar);
    }
  }

  private static JsonNode number(ScalarNode scalar) throws UnreadableException {
    try {
      var number = new BigDecimal(scalar.getValue());
      return number.scale() == 0 && number.precision() <= 18
          ? LongNode.valueOf(number.longValueExact())
          : DecimalNode.valueOf(number);
    } catch (NumberFormatException e) {
      throw unreadable("this is not a number", scalar);
    }
  }

  private static UnreadableException unreadable(String what, Node node) {
    return new UnreadableException(
        "line %d: %s".formatted(node.getStartMark().getLine() + 1, what));
  }
}
