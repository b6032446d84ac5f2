package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** Gives every pod a name, ready or not: who asks a pod why it is not ready must find it. */
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
