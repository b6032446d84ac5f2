package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Writes that hold only for what was read: of another Secret of that name, or a later version of
 * it, the API server says 409.
 */
public final class ConditionalWrites {
  private ConditionalWrites() {}

  /** What is desired, to be written over nothing else than {@code there}. */
  public static Secret of(Secret desired, Secret there) {
    return new SecretBuilder(desired)
        .editMetadata()
        .withUid(there.getMetadata().getUid())
        .withResourceVersion(there.getMetadata().getResourceVersion())
        .endMetadata()
        .build();
  }

  /** Deletes it. One that is gone already is no error. */
  public static void delete(KubernetesClient client, Secret there) {
    client.resource(there).lockResourceVersion(there.getMetadata().getResourceVersion()).delete();
  }
}
