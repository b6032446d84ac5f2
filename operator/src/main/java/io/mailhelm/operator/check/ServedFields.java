package io.mailhelm.operator.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the schemas that an API server serves with those of this version. An API server drops
 * fields that it does not know, and does not say so.
 */
final class ServedFields {
  private static final String API_VERSION = "mailhelm.io/v1alpha1";

  /** The CRD of this version for each kind. */
  private static final SortedMap<String, String> CRDS =
      new TreeMap<>(
          Map.of(
              MailDomain.class.getSimpleName(), "maildomains",
              MailUser.class.getSimpleName(), "mailusers",
              SendPolicy.class.getSimpleName(), "sendpolicies"));

  private final KubernetesClient client;

  ServedFields(KubernetesClient client) {
    this.client = client;
  }

  /** Kinds that are not served at all. */
  List<String> missingKinds() {
    var served = client.getApiResources(API_VERSION);
    return CRDS.keySet().stream()
        .filter(
            kind ->
                served == null
                    || served.getResources().stream().noneMatch(any -> any.getKind().equals(kind)))
        .toList();
  }

  /** Fields that are not known, e.g. {@code MailDomain.spec.server.image}. */
  List<String> missingFields() {
    var document =
        json(Objects.requireNonNullElse(client.raw("/openapi/v3/apis/" + API_VERSION), "{}"));
    var missing = new ArrayList<String>();
    CRDS.forEach(
        (kind, crd) -> {
          var served = document.at("/components/schemas/io.mailhelm.v1alpha1." + kind);
          compare(kind, ours(crd), served, missing);
        });
    return missing;
  }

  /**
   * Lists the fields of {@code ours} that {@code served} lacks; of a missing object only the
   * object, not its fields.
   */
  static void compare(String path, JsonNode ours, JsonNode served, List<String> missing) {
    if (served.isMissingNode()) {
      missing.add(path);
      return;
    }
    for (var field : ours.path("properties").properties()) {
      // Kubernetes' own are written otherwise there.
      if (!path.contains(".")
          && !field.getKey().equals("spec")
          && !field.getKey().equals("status")) {
        continue;
      }
      var name = path + "." + field.getKey();
      compare(name, field.getValue(), served.path("properties").path(field.getKey()), missing);
    }
    for (var element : List.of("items", "additionalProperties")) {
      if (ours.path(element).isObject()) {
        compare(path + "[]", ours.path(element), served.path(element), missing);
      }
    }
  }

  private static JsonNode ours(String crd) {
    try (var yaml =
        MailDomain.class.getResourceAsStream("/META-INF/mailhelm/crds/%s.yaml".formatted(crd))) {
      return Serialization.yamlMapper()
          .readTree(yaml)
          .at("/spec/versions/0/schema/openAPIV3Schema");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return Serialization.jsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the API server's OpenAPI document cannot be read", e);
    }
  }
}
