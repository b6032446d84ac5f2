package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.mailhelm.crds.MailDomain;
import java.util.List;
import java.util.Optional;

/** Makes and reads owner references: Kubernetes deletes an object with its owner. */
public final class Owners {
  private Owners() {}

  /**
   * The reference to an object's one controller. It does not block the owner's deletion: nothing of
   * ours has to be gone before its owner is, and blocking would need rights to finalizers.
   */
  public static OwnerReference of(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** The name of the MailDomain that is the controller of an object. */
  public static Optional<String> domain(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .filter(reference -> reference.getKind().equals(HasMetadata.getKind(MailDomain.class)))
        .filter(
            reference ->
                reference.getApiVersion().equals(HasMetadata.getApiVersion(MailDomain.class)))
        .map(OwnerReference::getName)
        .findFirst();
  }

  /** Whether both have a controller of the same kind and name. */
  public static boolean areSame(HasMetadata one, HasMetadata other) {
    return controllers(one).equals(controllers(other));
  }

  private static List<String> controllers(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .map(reference -> reference.getKind() + "/" + reference.getName())
        .toList();
  }

  /** Whether {@code owner} itself owns this object. */
  public static boolean owns(HasMetadata owner, HasMetadata object) {
    return owns(owner.getMetadata().getUid(), object);
  }

  /** The same for an owner of which only the UID is known. */
  public static boolean owns(String owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> owner.equals(reference.getUid()));
  }

  /** Whether {@code owner}, or an earlier object of its name, is the controller of this object. */
  public static boolean isOwner(HasMetadata owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            reference ->
                Boolean.TRUE.equals(reference.getController())
                    && owner.getKind().equals(reference.getKind())
                    && owner.getApiVersion().equals(reference.getApiVersion())
                    && owner.getMetadata().getName().equals(reference.getName()));
  }
}
