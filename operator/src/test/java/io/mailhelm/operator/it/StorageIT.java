package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.MailDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes that are to grow. */
class StorageIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  private String storageClass(boolean growing) {
    var name = "storage-" + api.namespace();
    seen.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: %s}
        provisioner: example.com/none
        allowVolumeExpansion: %s
        """
            .formatted(name, growing));
    return name;
  }

  private String domain(int port, String size, String storageClass) {
    return Declarations.server(
        port, "  storage: {size: %s, storageClassName: %s}".formatted(size, storageClass));
  }

  @Test
  void theClaimGrowsAndTheStatefulSetIsMadeAgainWithoutItsPods() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      var storage = storageClass(true);
      seen.apply(domain(port, "1Gi", storage));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var before = seen.get(StatefulSet.class, "example-com-smtp").orElseThrow();

      seen.apply(domain(port, "2Gi", storage));
      seen.await(
          PersistentVolumeClaim.class,
          "data-example-com-smtp-0",
          claim ->
              claim.getSpec().getResources().getRequests().get("storage").toString().equals("2Gi"));
      seen.await(
          StatefulSet.class,
          "example-com-smtp",
          set -> !set.getMetadata().getUid().equals(before.getMetadata().getUid()));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      assertThat(node.pod("example-com-smtp-0").started()).isEqualTo(1);
    }
  }

  @Test
  void aStorageClassThatIsNoLongerNamedStopsNothing() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(domain(port, "1Gi", storageClass(false)));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      seen.apply(Declarations.server(port, "  storage: {size: 1Gi}"));
      seen.await(
          StatefulSet.class,
          "example-com-smtp",
          set ->
              set.getSpec().getVolumeClaimTemplates().getFirst().getSpec().getStorageClassName()
                  == null);
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      assertThat(node.pod("example-com-smtp-0").started()).isEqualTo(1);
    }
  }

  @Test
  void aVolumeThatCannotGrowIsSaidBeforeAnythingIsTouched() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      var storage = storageClass(false);
      seen.apply(domain(port, "1Gi", storage));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var before = seen.get(StatefulSet.class, "example-com-smtp").orElseThrow();

      seen.apply(domain(port, "2Gi", storage));
      var refused = seen.await(MailDomain.class, "example-com", "Stalled", "True");

      assertThat(Seen.condition(refused, "Ready").orElseThrow().message())
          .contains("allowVolumeExpansion");
      // Its status is its pods', who come and go as they do.
      assertThat(seen.get(StatefulSet.class, "example-com-smtp").orElseThrow())
          .satisfies(now -> assertThat(now.getSpec()).isEqualTo(before.getSpec()))
          .extracting(now -> now.getMetadata().getUid(), now -> now.getMetadata().getGeneration())
          .containsExactly(before.getMetadata().getUid(), before.getMetadata().getGeneration());
      assertThat(node.pod("example-com-smtp-0").running()).isPresent();
    }
  }
}
