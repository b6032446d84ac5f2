package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;

/** Makes the Service of the management and mail APIs inside the cluster. */
public final class ApiService {
  private ApiService() {}

  /** The Service {@code d-api}, on the declared ports. */
  public static Service of(ServerShape shape) {
    return new ServiceBuilder()
        .withMetadata(
            Metadata.owned(shape.domain(), ObjectNames.api(ObjectNames.of(shape.domain()))))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.selector(shape.domain()))
        .withPorts(
            port(ServerContainer.MAIL_API, shape.server().mailApi().port()),
            port(ServerContainer.MANAGEMENT, shape.server().management().port()))
        .endSpec()
        .build();
  }

  private static ServicePort port(String name, int port) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(port)
        .withTargetPort(new IntOrString(name))
        .withProtocol("TCP")
        .withAppProtocol("https")
        .build();
  }
}
