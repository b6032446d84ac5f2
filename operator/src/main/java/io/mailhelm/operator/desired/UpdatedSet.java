package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Objects;

/** How far the controller of a StatefulSet has come with what was applied. */
public final class UpdatedSet {
  private UpdatedSet() {}

  /**
   * Whether as many pods as are wanted are of what was applied. Of a set whose controller has not
   * looked since, the status is of what was before.
   */
  public static boolean is(StatefulSet set) {
    var status = set.getStatus();
    return status != null
        && Objects.equals(status.getObservedGeneration(), set.getMetadata().getGeneration())
        && Objects.requireNonNullElse(status.getUpdatedReplicas(), 0)
            .equals(Objects.requireNonNullElse(set.getSpec().getReplicas(), 0));
  }
}
