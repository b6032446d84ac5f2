package io.mailhelm.operator.upgrade;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.desired.ObjectNames;
import java.util.List;
import java.util.Optional;

/**
 * Pods of a server whose StatefulSet is gone: it was deleted without them, by this operator before
 * it died or by a person. What they run is all there is to say what the server ran. Pure.
 */
final class PodsWithoutSet {
  private PodsWithoutSet() {}

  /** The image of the first, which a StatefulSet replaces last; empty: it is not there. */
  static Optional<String> image(MailDomain domain, List<Pod> pods) {
    return pods.stream()
        .filter(
            pod -> pod.getMetadata().getName().equals(ObjectNames.pod(ObjectNames.of(domain), 0)))
        .flatMap(pod -> pod.getSpec().getContainers().stream())
        .map(Container::getImage)
        .findFirst();
  }
}
