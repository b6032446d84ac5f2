package io.mailhelm.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.SecretData;
import io.mailhelm.watch.KeyStore;
import java.util.Map;
import java.util.Optional;

/**
 * The {@link KeyStore} of a MailDomain's generated keys: their Secret, as it was read. Thread-safe.
 */
final class SecretKeyStore implements KeyStore {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Labels.OPERATOR)
          .build();

  private final KubernetesClient client;
  private final Secret secret;

  SecretKeyStore(KubernetesClient client, Secret secret) {
    this.client = client;
    this.secret = secret;
  }

  @Override
  public Content read() {
    var metadata = secret.getMetadata();
    return new Content(
        SecretData.of(secret), metadata.getUid() + " " + metadata.getResourceVersion());
  }

  @Override
  public boolean replace(Content expected, Map<String, byte[]> next) {
    if (!expected.version().equals(read().version())) {
      return false;
    }
    var patch = patch(next);
    try {
      patch.ifPresent(
          any ->
              client
                  .secrets()
                  .inNamespace(secret.getMetadata().getNamespace())
                  .withName(secret.getMetadata().getName())
                  .patch(MERGE, any));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The JSON merge patch (RFC 7396) that gives this version of the Secret, and no other, the wanted
   * data; empty: it has it already.
   *
   * @param wanted all of its data
   */
  Optional<String> patch(Map<String, byte[]> wanted) {
    var has = SecretData.encoded(secret);
    var change = Serialization.jsonMapper().createObjectNode();
    has.keySet().stream().filter(entry -> !wanted.containsKey(entry)).forEach(change::putNull);
    wanted.forEach(
        (entry, content) -> {
          var value = SecretData.encoded(content);
          if (!value.equals(has.get(entry))) {
            change.put(entry, value);
          }
        });
    if (change.isEmpty()) {
      return Optional.empty();
    }
    var patch = Serialization.jsonMapper().createObjectNode();
    patch
        .putObject("metadata")
        .put("uid", secret.getMetadata().getUid())
        .put("resourceVersion", secret.getMetadata().getResourceVersion());
    patch.set("data", change);
    return Optional.of(patch.toString());
  }
}
