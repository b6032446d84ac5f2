package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetSocketAddress;

/** How a port of a pod is reached from here. */
interface PodTunnel {
  /**
   * An address on this machine that leads to a port of a pod, until the process ends.
   *
   * @throws IOException when there is no way, saying why
   */
  InetSocketAddress open(Pod pod, int port) throws IOException;
}
