package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.StorageSpec;
import java.util.Optional;

/** The claim of a pod's volume. It has no owner: mail outlives its servers. */
public final class DataClaim {
  static final String NAME = "data";
  private static final Quantity DEFAULT_SIZE = new Quantity("10", "Gi");

  private DataClaim() {}

  /** How large a volume this declaration asks for, in the form the API server gives it. */
  public static Quantity size(MailDomain domain) {
    return Optional.ofNullable(domain.getSpec().server().storage())
        .map(StorageSpec::size)
        .map(CanonicalQuantity::of)
        .orElse(DEFAULT_SIZE);
  }

  /** The StorageClass it asks for; empty: the cluster's default. */
  public static Optional<String> storageClass(MailDomain domain) {
    return Optional.ofNullable(domain.getSpec().server().storage())
        .map(StorageSpec::storageClassName);
  }

  static PersistentVolumeClaim of(Shape shape) {
    var claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withLabels(Labels.of(shape.domain()))
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withVolumeMode("Filesystem")
            .withNewResources()
            .addToRequests("storage", size(shape.domain()))
            .endResources();
    storageClass(shape.domain()).ifPresent(claim::withStorageClassName);
    return claim.endSpec().build();
  }
}
