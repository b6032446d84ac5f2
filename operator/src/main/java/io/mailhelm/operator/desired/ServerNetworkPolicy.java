package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.mailhelm.config.Cidr;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the NetworkPolicy that says who may connect to a server. It covers ingress only. A mail
 * server looks up names and speaks to any host on port 25, so an egress rule could only say
 * "anywhere", and would break clusters whose name servers it did not foresee.
 */
public final class ServerNetworkPolicy {
  /** The label that Kubernetes puts on every namespace; its value is the namespace's name. */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private ServerNetworkPolicy() {}

  /** The NetworkPolicy {@code d-smtp}; its ports are the pod's. */
  public static NetworkPolicy of(ServerShape shape) {
    return new NetworkPolicyBuilder()
        .withMetadata(
            Metadata.owned(shape.domain(), ObjectNames.smtp(ObjectNames.of(shape.domain()))))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Labels.selector(shape.domain()))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .withIngress(rules(shape))
        .endSpec()
        .build();
  }

  private static List<NetworkPolicyIngressRule> rules(ServerShape shape) {
    var rules = new ArrayList<NetworkPolicyIngressRule>();
    var everyones =
        new ArrayList<>(ExposedListener.of(shape).stream().map(ExposedListener::podPort).toList());
    if (WebPort.isOffered(shape)) {
      shape.server().web().ifPresent(web -> everyones.add(web.port()));
    }
    if (!everyones.isEmpty()) {
      rules.add(rule(List.of(), everyones));
    }
    var wholeCluster = List.of(namespaces(new LabelSelector()));
    rules.add(rule(wholeCluster, List.of(shape.server().mailApi().port())));
    rules.add(rule(operators(shape), List.of(shape.server().management().port())));
    rules.add(rule(List.of(metrics(), operator(shape)), List.of(ProbesPort.NUMBER)));
    return rules;
  }

  /**
   * Probes ask no credentials and a pod has few connections for them. The operator asks one that is
   * not ready why. The kubelet needs no rule: a node always reaches its own pods.
   */
  private static NetworkPolicyPeer metrics() {
    return namespaces(
        new LabelSelectorBuilder().addToMatchLabels(Labels.METRICS, Labels.SCRAPES).build());
  }

  /**
   * The peers that may use the management API: the namespace, the operator, and the declared
   * addresses.
   */
  private static List<NetworkPolicyPeer> operators(ServerShape shape) {
    var peers = new ArrayList<NetworkPolicyPeer>();
    peers.add(new NetworkPolicyPeerBuilder().withPodSelector(new LabelSelector()).build());
    peers.add(operator(shape));
    shape.server().management().allowedCidrs().stream()
        .map(Cidr::toString)
        .map(cidr -> new NetworkPolicyPeerBuilder().withNewIpBlock().withCidr(cidr).endIpBlock())
        .forEach(peer -> peers.add(peer.build()));
    return peers;
  }

  private static NetworkPolicyPeer operator(ServerShape shape) {
    return namespaces(
        new LabelSelectorBuilder()
            .addToMatchLabels(NAMESPACE_NAME, shape.operatorNamespace())
            .build());
  }

  private static NetworkPolicyPeer namespaces(LabelSelector selector) {
    return new NetworkPolicyPeerBuilder().withNamespaceSelector(selector).build();
  }

  /** A rule for these ports. Without peers it allows connections from anywhere. */
  private static NetworkPolicyIngressRule rule(List<NetworkPolicyPeer> peers, List<Integer> ports) {
    return new NetworkPolicyIngressRuleBuilder()
        .withFrom(peers)
        .withPorts(ports.stream().map(ServerNetworkPolicy::port).toList())
        .build();
  }

  private static NetworkPolicyPort port(int port) {
    return new NetworkPolicyPortBuilder()
        .withProtocol("TCP")
        .withPort(new IntOrString(port))
        .build();
  }
}
