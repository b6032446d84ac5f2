package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/**
 * Makes the Service that gives every pod a DNS name, ready or not: it must be possible to ask a pod
 * why it is not ready.
 */
public final class HeadlessService {
  private HeadlessService() {}

  /** The Service {@code d-headless}. */
  public static Service of(ServerShape shape) {
    return new ServiceBuilder()
        .withMetadata(
            Metadata.owned(shape.domain(), ObjectNames.headless(ObjectNames.of(shape.domain()))))
        .withNewSpec()
        .withType("ClusterIP")
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .withSelector(Labels.selector(shape.domain()))
        .addNewPort()
        .withName(ServerContainer.MANAGEMENT)
        .withPort(shape.server().management().port())
        .withTargetPort(new IntOrString(ServerContainer.MANAGEMENT))
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }
}
