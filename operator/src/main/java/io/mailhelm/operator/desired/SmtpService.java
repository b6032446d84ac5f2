package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.mailhelm.crds.ServiceSpec;
import io.mailhelm.crds.ServiceSpec.ExternalTrafficPolicy;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How SMTP is reached, on the ports declared. */
public final class SmtpService {
  private SmtpService() {}

  /** The Service {@code d-smtp}, with a port for every listener that is not on loopback. */
  public static Service of(Shape shape) {
    var declared =
        Objects.requireNonNullElse(
            shape.spec().service(),
            new ServiceSpec(ServiceSpec.Type.LoadBalancer, null, null, null));
    var spec =
        new ServiceSpecBuilder()
            .withType(type(declared).name())
            .withSelector(Labels.selector(shape.domain()))
            .withPorts(Reachable.of(shape).stream().map(SmtpService::port).toList());
    if (type(declared) != ServiceSpec.Type.ClusterIP) {
      // Cluster would show every peer as a node: limits, SPF and relayFrom need who it is.
      spec.withExternalTrafficPolicy(
          Objects.requireNonNullElse(declared.externalTrafficPolicy(), ExternalTrafficPolicy.Local)
              .name());
    }
    if (type(declared) == ServiceSpec.Type.LoadBalancer && declared.loadBalancerClass() != null) {
      spec.withLoadBalancerClass(declared.loadBalancerClass());
    }
    var metadata = Metadata.owned(shape.domain(), Names.smtp(Names.of(shape.domain())));
    return new ServiceBuilder()
        .withMetadata(
            new ObjectMetaBuilder(metadata)
                .withAnnotations(
                    new TreeMap<>(Objects.requireNonNullElse(declared.annotations(), Map.of())))
                .build())
        .withSpec(spec.build())
        .build();
  }

  private static ServiceSpec.Type type(ServiceSpec declared) {
    return Objects.requireNonNullElse(declared.type(), ServiceSpec.Type.LoadBalancer);
  }

  private static ServicePort port(Reachable reachable) {
    return new ServicePortBuilder()
        .withName(reachable.portName())
        .withPort(reachable.servicePort())
        .withTargetPort(new IntOrString(reachable.portName()))
        .withProtocol("TCP")
        .build();
  }
}
