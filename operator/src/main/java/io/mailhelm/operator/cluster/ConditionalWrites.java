package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Makes writes conditional on the version that was read. For another Secret of that name, or a
 * later version, the API server answers 409.
 */
public final class ConditionalWrites {
  private ConditionalWrites() {}

  /** The desired Secret, to be written over {@code there} and over no other version. */
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
