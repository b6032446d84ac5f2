package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Opens connections from this machine to a port of a pod. */
interface PodTunnel {
  /**
   * An address on this machine that leads to a port of a pod, until the process ends.
   *
   * @throws IOException when there is none; the message says why
   */
  InetSocketAddress open(Pod pod, int port) throws IOException;
}
