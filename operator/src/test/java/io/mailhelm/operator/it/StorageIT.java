package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.time.Clock;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes that are to grow. */
class StorageIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  private static final String SYNC = "argocd.argoproj.io/sync-options";
  private static final String COMPARE = "argocd.argoproj.io/compare-options";

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
  void aClaimIsMarkedAsKeptAndWhatSomebodyElseSaysOfItStays() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(domain(KubeApi.freePort(), "1Gi", storageClass(false)));
      var name = "data-example-com-smtp-0";
      seen.await(
          PersistentVolumeClaim.class, name, claim -> has(claim, SYNC, "Prune=false,Delete=false"));

      seen.edit(
          PersistentVolumeClaim.class,
          name,
          claim -> {
            claim.getMetadata().getAnnotations().put(SYNC, "Prune=true");
            claim.getMetadata().getAnnotations().remove(COMPARE);
          });
      var claim =
          seen.await(
              PersistentVolumeClaim.class, name, any -> has(any, COMPARE, "IgnoreExtraneous"));
      assertThat(has(claim, SYNC, "Prune=true")).isTrue();
    }
  }

  private static boolean has(PersistentVolumeClaim claim, String annotation, String value) {
    return claim.getMetadata().getAnnotations() != null
        && value.equals(claim.getMetadata().getAnnotations().get(annotation));
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
  void whatAVolumeCannotBeIsSaidStopsNothingElseAndIsTakenBack() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      var storage = storageClass(false);
      seen.apply(domain(port, "1Gi", storage));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      var before = seen.get(StatefulSet.class, "example-com-smtp").orElseThrow();

      seen.apply(domain(port, "2Gi", storage) + Declarations.user("alice", ""));
      var said = seen.await(MailDomain.class, "example-com", "StorageReady", "False");
      seen.await(MailUser.class, "alice", "Ready", "True");

      assertThat(Seen.condition(said, "StorageReady").orElseThrow().message())
          .contains("claim data-example-com-smtp-0, which has 1Gi", "allowVolumeExpansion");
      assertThat(Seen.is(said, "Stalled", "True")).isTrue();
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(claims(seen.get(StatefulSet.class, "example-com-smtp").orElseThrow()))
          .isEqualTo(claims(before));

      seen.apply(domain(port, "2Gi", storage) + "  mailboxes: {subaddressing: false}\n");
      Awaitility.await("a later change of the domain")
          .until(
              () ->
                  !node.pod("example-com-smtp-0")
                      .config()
                      .orElseThrow()
                      .domains()
                      .getFirst()
                      .subaddressing());

      seen.apply(domain(port, "1Gi", storage));
      seen.await(MailDomain.class, "example-com", "StorageReady", "True");
      seen.await(MailDomain.class, "example-com", "Stalled", "False");
      assertThat(node.pod("example-com-smtp-0").started()).isEqualTo(1);
    }
  }

  @Test
  void aMissingRightToStorageClassesStopsNothingElse() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var gate = new Gate(api.config())) {
      gate.rule(
          asked ->
              asked.path().contains("/storageclasses/")
                  ? Gate.Fate.IS_FORBIDDEN
                  : Gate.Fate.PASSES);
      try (var operator = RunningOperator.in(api, gate.config(), Clock.systemUTC())) {
        var port = KubeApi.freePort();
        var storage = storageClass(true);
        seen.apply(domain(port, "1Gi", storage));
        seen.await(MailDomain.class, "example-com", "Ready", "True");

        seen.apply(domain(port, "2Gi", storage) + Declarations.user("alice", ""));
        seen.await(MailUser.class, "alice", "Ready", "True");
        var said = seen.await(MailDomain.class, "example-com", "StorageReady", "False");
        assertThat(Seen.condition(said, "StorageReady").orElseThrow().message())
            .contains("claim data-example-com-smtp-0, which has 1Gi", "rbac.create");
        assertThat(node.pod("example-com-smtp-0").started()).isEqualTo(1);
      }
    }
  }

  @Test
  void aDeclarationWithoutASizeLeavesTheVolumeAsItIs() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var port = KubeApi.freePort();
      seen.apply(domain(port, "1Gi", storageClass(true)));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailDomain.class, "example-com", "StorageReady", "True");

      // It may be made again just now: its template no longer names a class.
      seen.await(StatefulSet.class, "example-com-smtp", set -> claims(set).equals(List.of("1Gi")));
      assertThat(
              seen.get(PersistentVolumeClaim.class, "data-example-com-smtp-0")
                  .orElseThrow()
                  .getSpec()
                  .getResources()
                  .getRequests()
                  .get("storage")
                  .toString())
          .isEqualTo("1Gi");
    }
  }

  private static List<String> claims(StatefulSet set) {
    return set.getSpec().getVolumeClaimTemplates().stream()
        .map(claim -> claim.getSpec().getResources().getRequests().get("storage").toString())
        .toList();
  }
}
