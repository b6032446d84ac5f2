package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.operator.desired.ConfigFormats;
import io.mailhelm.operator.desired.UpdatedSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides whether a config may be written in another format than it has. A pod that restarts may
 * read it the next moment, and comes up only if its image reads that format. So all pods that run,
 * and all that the StatefulSet may still make, must read it. Pure.
 *
 * @param set as it was last applied; empty: it is not there
 * @param pods all pods, ready or not
 * @param reads the formats that pods say they read, by the pod's name
 */
record FormatGuard(
    Optional<StatefulSet> set, List<Pod> pods, SortedMap<String, List<Integer>> reads) {
  /** The label on a pod that says of which template it was made. */
  private static final String REVISION = "controller-revision-hash";

  FormatGuard {
    pods = List.copyOf(pods);
    reads = new TreeMap<>(reads);
  }

  /**
   * Why the config must not be written; empty: it may be.
   *
   * @param written the format of what is there; empty: nothing is
   * @param format the one to write
   */
  Optional<String> obstacle(Optional<Integer> written, int format) {
    var unable = reads.entrySet().stream().filter(each -> !each.getValue().contains(format));
    var said = unable.map(each -> "%s reads formats %s".formatted(each.getKey(), each.getValue()));
    var first = said.findFirst();
    if (first.isPresent() || written.equals(Optional.of(format)) || all(format)) {
      return first;
    }
    var image = set.flatMap(ConfigFormats::of);
    if (image.filter(formats -> !formats.contains(format)).isPresent()) {
      return Optional.of("the image of its pods reads formats " + image.get());
    }
    if (written.isEmpty() || format < written.get() || (set.isEmpty() && pods.isEmpty())) {
      return Optional.empty();
    }
    if (!replaced()) {
      return Optional.of("its pods are not all of its StatefulSet's template yet");
    }
    return image.isPresent()
        ? Optional.empty()
        : Optional.of("what its pods read is not known until all of them are ready");
  }

  /**
   * Whether all pods wanted exist, are made of the template last applied, and say that they read
   * this format.
   */
  private boolean all(int format) {
    return replaced()
        && pods.stream()
            .map(pod -> reads.getOrDefault(pod.getMetadata().getName(), List.of()))
            .allMatch(formats -> formats.contains(format));
  }

  /**
   * Whether no pod is of an earlier template, and none can be made of it: during an update the
   * controller replaces a deleted pod by one of the template before.
   */
  private boolean replaced() {
    return set.filter(UpdatedSet::is)
        .filter(
            any ->
                pods.size() == any.getSpec().getReplicas()
                    && pods.stream()
                        .map(FormatGuard::revision)
                        .allMatch(Optional.ofNullable(any.getStatus().getUpdateRevision())::equals))
        .isPresent();
  }

  private static Optional<String> revision(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getLabels())
        .map((Map<String, String> labels) -> labels.get(REVISION));
  }
}
