package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.Service;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Informers;
import java.util.List;
import java.util.stream.Stream;

/** Where a server is reached from outside the cluster, as far as its Service says. */
final class Endpoints {
  private static final int AT_MOST = 64;

  private Endpoints() {}

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

  private static Stream<String> addresses(Service service) {
    var status = service.getStatus();
    return status == null || status.getLoadBalancer() == null
        ? Stream.of()
        : status.getLoadBalancer().getIngress().stream()
            .map(
                ingress ->
                    ingress.getHostname() != null
                        ? ingress.getHostname()
                        : ingress.getIp().contains(":")
                            ? "[" + ingress.getIp() + "]"
                            : ingress.getIp());
  }
}
