package io.mailhelm.compiler.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Problem.Severity;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Spelling;
import io.mailhelm.crds.MailDomain;
import java.util.List;
import java.util.Optional;

/** Reads one text: splits it into documents and reads each by its kind. */
final class SourceReader {
  private final ResourceSource source;
  private final CollectedResources collected;
  private final ResourceRef file;

  SourceReader(ResourceSource source, CollectedResources collected) {
    this.source = source;
    this.collected = collected;
    var slash = source.name().lastIndexOf('/');
    this.file =
        new ResourceRef(
            "File",
            slash < 0 ? "." : source.name().substring(0, slash),
            source.name().substring(slash + 1));
  }

  void read() {
    List<JsonNode> documents;
    try {
      documents = YamlDocuments.parse(source.text());
    } catch (UnreadableException e) {
      unknown(Reason.Unreadable, "", e.getMessage());
      return;
    }
    documents.forEach(this::document);
  }

  private void document(JsonNode tree) {
    if (!(tree instanceof ObjectNode object)) {
      unknown(Reason.Unreadable, "", "a document is no map: begin it with apiVersion and kind");
      return;
    }
    var kind = object.path("kind").asText();
    var version = object.path("apiVersion").asText();
    if (kind.equals("List") && version.equals("v1")) {
      object.path("items").forEach(this::document);
    } else if (kind.equals("Secret") && version.equals("v1")) {
      secret(object);
    } else if (version.equals(Schemas.API_VERSION) && Schemas.byKind().containsKey(kind)) {
      ours(kind, object);
    } else {
      otherKind(kind, version);
    }
  }

  /**
   * Reports a mistyped kind of ours, which would hide a resource; any other kind belongs to other
   * programs.
   */
  private void otherKind(String kind, String version) {
    var kinds = Schemas.byKind().keySet();
    if (kind.isEmpty() || version.isEmpty()) {
      unknown(
          Reason.MissingField,
          kind.isEmpty() ? "kind" : "apiVersion",
          "a document does not say what it is: write apiVersion: %s and kind"
              .formatted(Schemas.API_VERSION));
    } else if (version.startsWith(MailDomain.GROUP + "/") || kinds.contains(kind)) {
      unknown(
          Reason.UnknownKind,
          kinds.contains(kind) ? "apiVersion" : "kind",
          kinds.contains(kind)
              ? "'%s' is not known: write apiVersion: %s".formatted(version, Schemas.API_VERSION)
              : "'%s' is not a kind of %s%s"
                  .formatted(kind, Schemas.API_VERSION, Spelling.hint(kind, kinds)));
    } else {
      collected.problem(
          new Problem(
              Severity.Note,
              Reason.UnknownKind,
              file,
              "kind",
              "a %s of %s is not ours and is passed over".formatted(kind, version)));
    }
  }

  private void ours(String kind, ObjectNode tree) {
    ref(kind, tree)
        .filter(ref -> collected.isNew(ref, source.name()))
        .ifPresent(ref -> bind(ref, tree));
  }

  private void bind(ResourceRef ref, ObjectNode tree) {
    var bound = SpecBinding.bind(Schemas.byKind().get(ref.kind()), tree);
    bound.findings().forEach(finding -> collected.problem(finding.of(ref)));
    bound.resource().ifPresent(resource -> collected.resource(ref, resource));
  }

  private void secret(ObjectNode tree) {
    ref("Secret", tree)
        .filter(ref -> collected.isNew(ref, source.name()))
        .ifPresent(ref -> bindSecret(ref, tree));
  }

  private void bindSecret(ResourceRef ref, ObjectNode tree) {
    var secret = SecretReader.read(tree);
    secret.findings().forEach(finding -> collected.problem(finding.of(ref)));
    collected.secret(ref, secret.data(), secret.mark());
  }

  private Optional<ResourceRef> ref(String kind, ObjectNode tree) {
    if (!(tree.get("metadata") instanceof ObjectNode metadata)
        || !metadata.path("name").isTextual()) {
      unknown(
          Reason.MissingField,
          "metadata.name",
          "a %s has no name: add metadata.name".formatted(kind));
      return Optional.empty();
    }
    if (!metadata.path("namespace").isTextual()) {
      metadata.put("namespace", "default");
    }
    return Optional.of(
        new ResourceRef(kind, metadata.path("namespace").asText(), metadata.path("name").asText()));
  }

  private void unknown(Reason reason, String path, String message) {
    collected.incomplete();
    collected.problem(new Problem(Severity.Error, reason, file, path, message));
  }
}
