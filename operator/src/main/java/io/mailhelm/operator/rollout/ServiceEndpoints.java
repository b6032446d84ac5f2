package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.mailhelm.compiler.Exposure;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.ServiceSpec;
import io.mailhelm.operator.cluster.Informers;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads from the Service where a server can be reached from outside the cluster. */
public final class ServiceEndpoints {
  private static final int AT_MOST = 64;

  /** The most addresses, as many as a MailDomain may declare. */
  private static final int ADDRESSES = 16;

  private ServiceEndpoints() {}

  /** {@code host:port}, for every address a load balancer gave and every port of SMTP. */
  static List<String> of(MailDomain host, Informers informers) {
    return informers.smtpService(host).stream()
        .flatMap(
            service ->
                addresses(service)
                    .flatMap(
                        address ->
                            service.getSpec().getPorts().stream()
                                .map(port -> address + ":" + port.getPort())))
        .limit(AT_MOST)
        .toList();
  }

  /** How the Service of a server is exposed, and what a load balancer gave it. */
  static Exposure exposure(MailDomain host, Informers informers) {
    return informers
        .smtpService(host)
        .map(service -> new Exposure(type(service), addresses(service).limit(AT_MOST).toList()))
        .orElse(Exposure.UNSEEN);
  }

  /** The type of the Service. Somebody may have changed it to any other, until it is set back. */
  private static ServiceSpec.Type type(Service service) {
    return Stream.of(ServiceSpec.Type.values())
        .filter(type -> type.name().equals(service.getSpec().getType()))
        .findFirst()
        .orElse(Exposure.UNSEEN.type());
  }

  private static Stream<String> addresses(Service service) {
    return ingresses(service)
        .filter(ingress -> ingress.getHostname() != null || ingress.getIp() != null)
        .map(
            ingress ->
                ingress.getHostname() != null
                    ? ingress.getHostname()
                    : ingress.getIp().contains(":")
                        ? "[" + ingress.getIp() + "]"
                        : ingress.getIp());
  }

  /**
   * The IP addresses that a load balancer gave, at most {@value #ADDRESSES}. A name that it gave
   * does not count: its addresses may change.
   */
  public static List<String> literals(Service service) {
    return ingresses(service)
        .map(LoadBalancerIngress::getIp)
        .filter(Objects::nonNull)
        .sorted()
        .distinct()
        .limit(ADDRESSES)
        .toList();
  }

  private static Stream<LoadBalancerIngress> ingresses(Service service) {
    var status = service.getStatus();
    return status == null || status.getLoadBalancer() == null
        ? Stream.of()
        : status.getLoadBalancer().getIngress().stream();
  }
}
