package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens connections from this machine to a port of a pod. */
interface PodTunnel {
  /**
   * A way to a port of a pod, open until the process ends.
   *
   * @throws IOException when there is none, saying why
   */
  Way open(Pod pod, int port) throws IOException;

  /**
   * A way to a port of a pod. Whether it leads there shows only when it is taken.
   *
   * @param address on this machine
   * @param failure why it leads nowhere; empty: as far as is known, it leads there
   */
  record Way(InetSocketAddress address, Supplier<Optional<String>> failure) {}
}
