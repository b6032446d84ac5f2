package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.mailhelm.crds.MailDomain;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which pods and claims a MailDomain's StatefulSet has made. Labels alone do not tell: a copy of a
 * pod for debugging has them, and so has a volume that was restored beside the one in use. Pure.
 */
public final class ServerParts {
  private static final String STATEFUL_SET = "StatefulSet";

  private ServerParts() {}

  /**
   * Whether it is one of its pods. One that has no controller is, as long as it has the name: so
   * are all for a moment, where their StatefulSet is deleted without them and made again.
   */
  public static boolean isPod(Pod pod, MailDomain host) {
    var d = ObjectNames.of(host);
    return hasLabels(pod, host)
        && ObjectNames.isPod(d, pod.getMetadata().getName())
        && controller(pod).map(owner -> isSet(owner, d)).orElse(true);
  }

  /** Whether it is the claim of one of its pods. Claims have no owner: they outlive it. */
  public static boolean isClaim(PersistentVolumeClaim claim, MailDomain host) {
    var before = DataClaim.of("");
    var name = claim.getMetadata().getName();
    return hasLabels(claim, host)
        && name.startsWith(before)
        && ObjectNames.isPod(ObjectNames.of(host), name.substring(before.length()));
  }

  private static boolean hasLabels(HasMetadata object, MailDomain host) {
    return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
        .entrySet()
        .containsAll(Labels.selector(host).entrySet());
  }

  private static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .findFirst();
  }

  private static boolean isSet(OwnerReference owner, String d) {
    return STATEFUL_SET.equals(owner.getKind()) && ObjectNames.smtp(d).equals(owner.getName());
  }
}
