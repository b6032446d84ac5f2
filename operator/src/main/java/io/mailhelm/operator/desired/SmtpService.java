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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How SMTP, and where it is wanted the web port, are reached from outside. */
public final class SmtpService {
  private SmtpService() {}

  /**
   * The Service {@code d-smtp}, with the declared port of every listener that is not on loopback.
   */
  public static Service of(Shape shape) {
    var declared =
        Objects.requireNonNullElse(
            shape.spec().service(),
            new ServiceSpec(ServiceSpec.Type.LoadBalancer, null, null, null));
    var spec =
        new ServiceSpecBuilder()
            .withType(type(declared).name())
            .withSelector(Labels.selector(shape.domain()))
            .withPorts(ports(shape));
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

  private static List<ServicePort> ports(Shape shape) {
    var ports = new ArrayList<ServicePort>();
    Reachable.of(shape)
        .forEach(each -> ports.add(port(each.portName(), each.servicePort(), each.portName())));
    if (WebPort.isOffered(shape)) {
      ports.add(port(WebPort.SERVICE_NAME, WebPort.SERVICE_PORT, WebPort.NAME));
    }
    return ports;
  }

  private static ServicePort port(String name, int port, String target) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(port)
        .withTargetPort(new IntOrString(target))
        .withProtocol("TCP")
        .build();
  }
}
