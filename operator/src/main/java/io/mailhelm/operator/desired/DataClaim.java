package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.StorageSpec;
import java.util.Optional;

/**
 * Describes the PersistentVolumeClaim of a pod. It has no owner, because mail outlives its servers.
 */
public final class DataClaim {
  static final String NAME = "data";
  private static final Quantity DEFAULT_SIZE = new Quantity("10", "Gi");

  private DataClaim() {}

  /**
   * A volume.
   *
   * @param size in the API server's form; empty: the size of a new volume
   * @param storageClass empty: the cluster's default
   */
  public record Volume(Optional<Quantity> size, Optional<String> storageClass) {
    /** Its size, or that of a new volume where none is given. */
    public Quantity sizeOrDefault() {
      return size.orElse(DEFAULT_SIZE);
    }
  }

  /** The name of a pod's claim. */
  public static String of(String pod) {
    return NAME + "-" + pod;
  }

  /** The volume that a MailDomain with servers declares. */
  public static Volume declared(MailDomain domain) {
    var storage = Optional.ofNullable(domain.getSpec().server().storage());
    return new Volume(
        storage.map(StorageSpec::size).map(CanonicalQuantity::of),
        storage.map(StorageSpec::storageClassName));
  }

  static PersistentVolumeClaim of(ServerShape shape) {
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
            .addToRequests("storage", shape.volume().sizeOrDefault())
            .endResources();
    shape.volume().storageClass().ifPresent(claim::withStorageClassName);
    return claim.endSpec().build();
  }
}
