package io.mailhelm.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.cli.bundle.Bundle;
import java.util.List;
import java.util.Set;

/**
 * Writes objects as YAML for a report. Of fields that people write freely only those are kept that
 * are known to hold no secret.
 */
final class ObjectText {
  /**
   * The fields of a MailUser's spec that are kept; the others are about a person, or are a person's
   * text.
   */
  private static final Set<String> OF_A_USER =
      Set.of(
          "domainRef",
          "passwordSecretRef",
          "sendPolicyRef",
          "quota",
          "suspended",
          "deletionPolicy",
          "adopt");

  private static final String OURS = "mailhelm.io/";

  private ObjectText() {}

  /** Adds an object to a text, unless that is already longer than a report accepts. */
  static void add(StringBuilder text, HasMetadata object) {
    if (text.length() > Bundle.LONGEST) {
      return;
    }
    text.append(text.isEmpty() ? "" : "---\n").append(of(object));
  }

  static String of(HasMetadata object) {
    ObjectNode tree = Serialization.jsonMapper().valueToTree(object);
    if (tree.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    if (object.getKind().equals("MailUser") && tree.get("spec") instanceof ObjectNode spec) {
      spec.retain(OF_A_USER);
    }
    takeOutVariables(tree);
    takeOutAnnotations(tree);
    return Serialization.asYaml(tree);
  }

  private static boolean isOurs(String annotation) {
    return annotation.startsWith(OURS);
  }

  private static List<String> names(ObjectNode node) {
    return node.properties().stream().map(entry -> entry.getKey()).toList();
  }

  /**
   * Removes annotations of others, also in templates of pods and Services. The last applied
   * configuration is among them, as it was written, and people put tokens there.
   */
  private static void takeOutAnnotations(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.get("annotations") instanceof ObjectNode annotations) {
      annotations.retain(names(annotations).stream().filter(ObjectText::isOurs).toList());
    }
    node.forEach(ObjectText::takeOutAnnotations);
  }

  /** Removes the values of environment variables: people put passwords there. */
  private static void takeOutVariables(JsonNode node) {
    if (node instanceof ObjectNode object && object.get("env") instanceof ArrayNode variables) {
      variables.forEach(
          variable -> {
            if (variable instanceof ObjectNode one) {
              one.remove("value");
            }
          });
    }
    node.forEach(ObjectText::takeOutVariables);
  }
}
