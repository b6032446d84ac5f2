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
 * @param keepsAddresses what is set so that servers see who connects; empty: nothing is
 */
public record Exposure(Type type, List<String> given, Optional<KeepsAddresses> keepsAddresses) {
  /** Of a Service that nobody has seen yet. */
  public static final Exposure UNSEEN =
      new Exposure(Type.LoadBalancer, List.of(), Optional.empty());

  private static final String FIELD = "spec.dns.publicAddresses";
  private static final int NAMED = 3;

  /** What keeps the addresses of peers. */
  public enum KeepsAddresses {
    /** The nodes put none of their own in place of it. */
    LocalTrafficPolicy,
    /** Each connection to a listener begins with it. */
    ProxyProtocol
  }

  public Exposure {
    Objects.requireNonNull(keepsAddresses);
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
    return keepsAddresses().map(Exposure::hiddenAllTheSame).orElseGet(this::howToKeep);
  }

  /** What is set already is no advice. */
  private static String hiddenAllTheSame(KeepsAddresses kept) {
    return switch (kept) {
      case LocalTrafficPolicy ->
          "externalTrafficPolicy is Local, so it is not the nodes: a load balancer or a proxy in"
              + " the cluster does. Let it keep addresses, or speak the PROXY protocol"
              + " (proxyProtocol on the listeners)";
      case ProxyProtocol ->
          "Each listener has proxyProtocol, so what speaks it does not see who connects to it:"
              + " let what is in front of that keep addresses";
    };
  }

  private String howToKeep() {
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
