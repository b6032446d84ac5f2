package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Reaches pods through the API server's port-forward, as {@code kubectl port-forward} does. */
record PortForwards(KubernetesClient client) implements PodTunnel {
  /** Lets the system choose a port. */
  private static final int ANY_PORT = 0;

  static PodTunnel of(KubernetesClient client) {
    return new PortForwards(client);
  }

  @Override
  public InetSocketAddress open(Pod pod, int port) throws IOException {
    try {
      var forward =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .portForward(port, InetAddress.getLoopbackAddress(), ANY_PORT);
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.getLocalPort());
    } catch (KubernetesClientException e) {
      throw new IOException("no port-forward to port %d: %s".formatted(port, e.getMessage()), e);
    }
  }
}
