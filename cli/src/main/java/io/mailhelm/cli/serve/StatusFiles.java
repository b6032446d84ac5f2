package io.mailhelm.cli.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.PrivateFile;
import io.mailhelm.config.ResourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stores statuses in {@code DATA/status}: one file for each resource, as the operator would write
 * it. One writer at a time.
 */
public final class StatusFiles {
  private static final ObjectMapper YAML =
      new ObjectMapper(
              new YAMLFactory()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS))
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final Path folder;
  private final Map<ResourceRef, JsonNode> written = new HashMap<>();

  public StatusFiles(DataFolder data) throws IOException {
    this.folder = data.status();
  }

  /**
   * Remarks on a resource besides its status.
   *
   * @param suspended whether it declares itself suspended
   * @param notes what has no effect
   */
  record Remarks(boolean suspended, List<String> notes) {}

  /** All statuses, in the order of their file names. */
  public List<JsonNode> all() throws IOException {
    var statuses = new ArrayList<JsonNode>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        statuses.add(YAML.readTree(file.toFile()));
      }
    }
    return statuses;
  }

  /**
   * Replaces a status by the result of {@code next}; an equal one is not written.
   *
   * @param remarks remarks that are in no condition, because they stop nothing
   */
  <T> void update(ResourceRef ref, Class<T> type, Remarks remarks, Function<Optional<T>, T> next)
      throws IOException {
    var before = previous(ref);
    var status = YAML.valueToTree(next.apply(status(before, type)));
    var node =
        YAML.createObjectNode().put("apiVersion", "mailhelm.io/v1alpha1").put("kind", ref.kind());
    node.putObject("metadata").put("name", ref.name()).put("namespace", ref.namespace());
    if (remarks.suspended()) {
      node.putObject("spec").put("suspended", true);
    }
    node.set("status", status);
    if (!remarks.notes().isEmpty()) {
      remarks.notes().forEach(node.putArray("notes")::add);
    }
    if (before.filter(node::equals).isEmpty()) {
      PrivateFile.write(file(ref), YAML.writeValueAsBytes(node));
    }
    written.put(ref, node);
  }

  /** Removes the statuses of all other resources. */
  void keepOnly(Set<ResourceRef> resources) throws IOException {
    written.keySet().retainAll(resources);
    var wanted = resources.stream().map(ref -> file(ref).getFileName()).collect(Collectors.toSet());
    try (var files = Files.list(folder)) {
      for (var file : files.filter(path -> !wanted.contains(path.getFileName())).toList()) {
        Files.delete(file);
      }
    }
  }

  private Optional<JsonNode> previous(ResourceRef ref) throws IOException {
    var known = written.get(ref);
    if (known != null || !Files.exists(file(ref))) {
      return Optional.ofNullable(known);
    }
    try {
      return Optional.of(YAML.readTree(file(ref).toFile()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The status; empty for one of an older form, which is then written afresh. */
  private static <T> Optional<T> status(Optional<JsonNode> node, Class<T> type) {
    try {
      return node.isEmpty()
          ? Optional.empty()
          : Optional.of(YAML.treeToValue(node.get().get("status"), type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private Path file(ResourceRef ref) {
    // A resource's own names are safe; that of a file nobody can read may be a path.
    var name = ref.name().replaceAll("[^A-Za-z0-9.-]", "-");
    return folder.resolve("%s_%s_%s.yaml".formatted(ref.kind(), ref.namespace(), name));
  }
}
