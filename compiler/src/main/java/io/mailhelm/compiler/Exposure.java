package io.mailhelm.compiler;

import io.mailhelm.crds.ServiceSpec.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the Service of a server is reached from outside the cluster, which decides what a person can
 * do about addresses.
 *
 * @param type of the Service
 * @param given addresses and names that a load balancer gave it
 */
public record Exposure(Type type, List<String> given) {
  /** The exposure of a Service that has not been seen yet. */
  public static final Exposure UNSEEN = new Exposure(Type.LoadBalancer, List.of());

  private static final String FIELD = "spec.dns.publicAddresses";
  private static final int NAMED = 3;

  public Exposure {
    Objects.requireNonNull(type);
    given = List.copyOf(given);
  }

  /** What to do where the addresses that reach a server are unknown. */
  String unknownAddresses() {
    return switch (type) {
      case LoadBalancer ->
          given.isEmpty()
              ? "The load balancer has given the Service no address yet: wait for it, or see the Events of the Service; or set %s."
                  .formatted(FIELD)
              : "The load balancer gave the Service %s, which is no public address: set %s to those that lead there."
                  .formatted(given.stream().limit(NAMED).collect(Collectors.joining(", ")), FIELD);
      case NodePort ->
          "A Service of type NodePort has no address of its own: set %s to those of the nodes, or of what forwards the ports to them."
              .formatted(FIELD);
      case ClusterIP ->
          "A Service of type ClusterIP is reached from within the cluster only: set %s to those of what forwards connections to it, or choose another spec.server.service.type."
              .formatted(FIELD);
    };
  }

  /** What to do where servers do not see who connects. */
  String hiddenPeers() {
    return type == Type.ClusterIP
        ? "Set proxyProtocol on the listeners, and let what forwards connections to the Service"
            + " speak it"
        : "Set spec.server.service.externalTrafficPolicy: Local, or proxyProtocol on the listeners"
            + (type == Type.LoadBalancer
                ? " where the load balancer speaks it"
                : " where what forwards connections to the nodes speaks it");
  }

  /** The exposure of a server's pods; empty where there are none. */
  static Optional<Exposure> of(ObservedState observed) {
    return observed.pods().map(ObservedState.Pods::exposure);
  }
}
