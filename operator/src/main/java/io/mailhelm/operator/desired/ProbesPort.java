package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** The port of a server's probes and metrics, as its pods name it. */
public final class ProbesPort {
  static final String NAME = "probes";
  static final int NUMBER = 9000;

  private ProbesPort() {}

  /** Which port it is in a pod; empty: it is no pod of a server. */
  public static Optional<Integer> of(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .filter(container -> ServerContainer.NAME.equals(container.getName()))
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> NAME.equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst();
  }
}
