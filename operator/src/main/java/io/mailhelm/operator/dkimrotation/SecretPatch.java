package io.mailhelm.operator.dkimrotation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.operator.desired.Labels;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of the data of a Secret that is as it was read: where somebody else has changed it
 * since, nothing is written, so no key is ever lost.
 */
final class SecretPatch {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Labels.OPERATOR)
          .build();

  private SecretPatch() {}

  /** The data of a Secret. */
  static Map<String, byte[]> data(Secret secret) {
    var data = new TreeMap<String, byte[]>();
    encoded(secret).forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    return data;
  }

  private static Map<String, String> encoded(Secret secret) {
    return Objects.requireNonNullElse(secret.getData(), Map.of());
  }

  /**
   * The JSON merge patch (RFC 7396) that makes it so; empty: it is.
   *
   * @param wanted all of its data
   */
  static Optional<String> of(Secret secret, Map<String, byte[]> wanted) {
    var has = encoded(secret);
    var change = Serialization.jsonMapper().createObjectNode();
    has.keySet().stream().filter(entry -> !wanted.containsKey(entry)).forEach(change::putNull);
    wanted.forEach(
        (entry, content) -> {
          var value = Base64.getEncoder().encodeToString(content);
          if (!value.equals(has.get(entry))) {
            change.put(entry, value);
          }
        });
    if (change.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode patch = Serialization.jsonMapper().createObjectNode();
    patch
        .putObject("metadata")
        .put("uid", secret.getMetadata().getUid())
        .put("resourceVersion", secret.getMetadata().getResourceVersion());
    patch.set("data", change);
    return Optional.of(patch.toString());
  }

  /**
   * Writes it.
   *
   * @return whether it is written; else the Secret is another by now, or gone
   */
  static boolean write(KubernetesClient client, Secret secret, String patch) {
    try {
      client
          .secrets()
          .inNamespace(secret.getMetadata().getNamespace())
          .withName(secret.getMetadata().getName())
          .patch(MERGE, patch);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
