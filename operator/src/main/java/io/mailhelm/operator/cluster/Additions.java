package io.mailhelm.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.operator.desired.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the fields that others have added to one of our objects: a container, a variable, a port.
 * Server-side apply leaves such fields alone. The API server knows who set each field ({@code
 * managedFields}); what a webhook adds while we write is nobody's, and stays. Pure.
 */
final class Additions {
  /**
   * Fields where an addition would run code or let somebody in. Elsewhere others may add what they
   * want.
   */
  private static final Map<Class<? extends HasMetadata>, List<String>> OURS_ALONE =
      Map.of(
          StatefulSet.class, List.of("/spec/template/spec"),
          Service.class, List.of("/spec/ports", "/spec/selector", "/spec/externalIPs"),
          NetworkPolicy.class, List.of("/spec"),
          PodDisruptionBudget.class, List.of("/spec"));

  private static final String FIELD = "f:";
  private static final String KEY = "k:";
  private static final String VALUE = "v:";

  private Additions() {}

  /**
   * The JSON merge patch (RFC 7396) that removes them, from the version that was read and from no
   * other.
   *
   * @return empty if there are none
   */
  static Optional<String> withoutThem(HasMetadata live) {
    if (fields(live, false).findAny().isEmpty()) {
      return Optional.empty(); // as it mostly is: nothing is converted in vain
    }
    ObjectNode before = Serialization.jsonMapper().valueToTree(live);
    var after = before.deepCopy();
    for (var root : OURS_ALONE.getOrDefault(live.getClass(), List.of())) {
      for (var theirs : fields(live, false).toList()) {
        prune(after, root, theirs, fields(live, true).toList());
      }
    }
    if (after.equals(before)) {
      return Optional.empty();
    }
    var patch = (ObjectNode) difference(before, after);
    patch
        .putObject("metadata")
        .put("uid", live.getMetadata().getUid())
        .put("resourceVersion", live.getMetadata().getResourceVersion());
    return Optional.of(patch.toString());
  }

  /**
   * The fields that we set, or those that each of the others set. A status declares nothing and
   * does not count.
   */
  private static Stream<JsonNode> fields(HasMetadata live, boolean ours) {
    return live.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
        .filter(entry -> Labels.OPERATOR.equals(entry.getManager()) == ours)
        .map(ManagedFieldsEntry::getFieldsV1)
        .filter(Objects::nonNull)
        .map(set -> Serialization.jsonMapper().valueToTree(set));
  }

  private static void prune(ObjectNode tree, String root, JsonNode theirs, List<JsonNode> ours) {
    JsonNode parent = tree;
    var names = root.substring(1).split("/");
    for (int i = 0; i < names.length - 1; i++) {
      var field = FIELD + names[i];
      parent = parent.path(names[i]);
      theirs = theirs.path(field);
      ours = ours.stream().map(set -> set.path(field)).toList();
    }
    prune(parent, FIELD + names[names.length - 1], theirs, ours);
  }

  /** Removes one entry of {@code theirs} where none of {@code ours} has it, else looks into it. */
  private static void prune(JsonNode parent, String entry, JsonNode theirs, List<JsonNode> ours) {
    if (!theirs.has(entry)) {
      return;
    }
    var child = find(parent, entry);
    var mine = ours.stream().map(set -> set.path(entry)).filter(set -> !set.isMissingNode());
    var mines = mine.toList();
    if (mines.isEmpty()) {
      remove(parent, entry, child);
      return;
    }
    theirs
        .get(entry)
        .fieldNames()
        .forEachRemaining(name -> prune(child, name, theirs.get(entry), mines));
  }

  private static JsonNode find(JsonNode parent, String entry) {
    if (entry.startsWith(FIELD)) {
      return parent.path(entry.substring(FIELD.length()));
    }
    if (entry.startsWith(KEY)) {
      return item(parent, item -> has(item, parsed(entry, KEY)));
    }
    return entry.startsWith(VALUE)
        ? item(parent, parsed(entry, VALUE)::equals)
        : MissingNode.getInstance();
  }

  private static JsonNode item(JsonNode list, Predicate<JsonNode> wanted) {
    for (var item : list) {
      if (wanted.test(item)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  private static boolean has(JsonNode item, JsonNode key) {
    return key.properties().stream()
        .allMatch(part -> part.getValue().equals(item.path(part.getKey())));
  }

  private static void remove(JsonNode parent, String entry, JsonNode child) {
    switch (parent) {
      case ObjectNode object when entry.startsWith(FIELD) ->
          object.remove(entry.substring(FIELD.length()));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          if (array.get(i) == child) {
            array.remove(i);
            return;
          }
        }
      }
      default -> {}
    }
  }

  private static JsonNode parsed(String entry, String kind) {
    try {
      return Serialization.jsonMapper().readTree(entry.substring(kind.length()));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** The difference as a merge patch, which replaces lists as a whole. */
  private static JsonNode difference(JsonNode before, JsonNode after) {
    if (!before.isObject() || !after.isObject()) {
      return after;
    }
    var patch = Serialization.jsonMapper().createObjectNode();
    before
        .properties()
        .forEach(
            field -> {
              var now = after.get(field.getKey());
              if (now == null) {
                patch.putNull(field.getKey());
              } else if (!now.equals(field.getValue())) {
                patch.set(field.getKey(), difference(field.getValue(), now));
              }
            });
    return patch;
  }
}
