package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.mailhelm.config.Cidr;
import io.mailhelm.crds.ServiceSpec;
import io.mailhelm.crds.ServiceSpec.ExternalTrafficPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the Service by which SMTP, and where wanted the web port, are reached from outside. */
public final class SmtpService {
  private SmtpService() {}

  /**
   * The Service {@code d-smtp}, with the declared port of every listener that is not on loopback.
   */
  public static Service of(ServerShape shape) {
    var declared = Objects.requireNonNullElse(shape.spec().service(), ServiceSpec.DEFAULT);
    var spec =
        new ServiceSpecBuilder()
            .withType(type(declared).name())
            .withSelector(Labels.selector(shape.domain()))
            .withPorts(ports(shape, nodePorts(declared)));
    if (type(declared) != ServiceSpec.Type.ClusterIP) {
      // Cluster would show every peer as a node: limits, SPF and relayFrom need who it is.
      spec.withExternalTrafficPolicy(
          Objects.requireNonNullElse(declared.externalTrafficPolicy(), ExternalTrafficPolicy.Local)
              .name());
    }
    if (type(declared) == ServiceSpec.Type.LoadBalancer && declared.loadBalancerClass() != null) {
      spec.withLoadBalancerClass(declared.loadBalancerClass());
    }
    if (declared.ipFamilyPolicy() != null) {
      spec.withIpFamilyPolicy(declared.ipFamilyPolicy().name());
    }
    if (declared.ipFamilies() != null) {
      spec.withIpFamilies(declared.ipFamilies().stream().map(Enum::name).toList());
    }
    if (declared.loadBalancerSourceRanges() != null) {
      // In one form: the same network in another would be another one to the API server.
      spec.withLoadBalancerSourceRanges(
          declared.loadBalancerSourceRanges().stream()
              .map(range -> Cidr.of(range).toString())
              .distinct()
              .toList());
    }
    var metadata = Metadata.owned(shape.domain(), ObjectNames.smtp(ObjectNames.of(shape.domain())));
    return new ServiceBuilder()
        .withMetadata(
            new ObjectMetaBuilder(metadata)
                .withLabels(Labels.with(metadata.getLabels(), declared.labels()))
                .withAnnotations(
                    new TreeMap<>(Objects.requireNonNullElse(declared.annotations(), Map.of())))
                .build())
        .withSpec(spec.build())
        .build();
  }

  private static ServiceSpec.Type type(ServiceSpec declared) {
    return Objects.requireNonNullElse(declared.type(), ServiceSpec.Type.LoadBalancer);
  }

  private static Map<Integer, Integer> nodePorts(ServiceSpec declared) {
    return Objects.requireNonNullElse(declared.nodePorts(), List.<ServiceSpec.NodePort>of())
        .stream()
        .collect(Collectors.toMap(ServiceSpec.NodePort::port, ServiceSpec.NodePort::nodePort));
  }

  private static List<ServicePort> ports(ServerShape shape, Map<Integer, Integer> nodePorts) {
    var ports = new ArrayList<ServicePort>();
    ExposedListener.of(shape)
        .forEach(each -> ports.add(port(each.portName(), each.servicePort(), each.portName())));
    if (WebPort.isOffered(shape)) {
      ports.add(port(WebPort.SERVICE_NAME, WebPort.SERVICE_PORT, WebPort.NAME));
    }
    // One that nobody declares is left out: the API server keeps the one it gave.
    ports.forEach(port -> port.setNodePort(nodePorts.get(port.getPort())));
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
