package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.operator.desired.TlsSecret;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the played node does what a real one does, as far as it goes. */
class PlayedNodeIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private PlayedNode node;
  private Played played;

  @BeforeEach
  void begin() {
    node = PlayedNode.in(api.client(), api.namespace());
    played = new Played(api);
  }

  @AfterEach
  void end() {
    node.close();
    assertThat(node.trouble()).isEmpty();
  }

  private RollableScalableResource<StatefulSet> set() {
    return api.client()
        .apps()
        .statefulSets()
        .inNamespace(api.namespace())
        .withName("example-com-smtp");
  }

  @Test
  void aPodIsReadyOnceItRunsWhatIsInItsVolume() throws Exception {
    played.applied();
    await().until(() -> played.pod() != null && played.pod().getStatus().getPodIP() != null);
    assertThat(played.isReady()).isFalse();
    assertThat(played.report().running()).isEmpty();

    var hash = played.offered();
    played.poked(hash);

    await().until(played::isReady);
    assertThat(played.report().running()).isEqualTo(hash);
    // It may be empty still: the set's status follows the pod's.
    await().until(() -> Integer.valueOf(1).equals(set().get().getStatus().getReadyReplicas()));
    assertThat(set().get().getStatus().getObservedGeneration()).isEqualTo(1);
  }

  @Test
  void aChangedVolumeIsSeenWhenThePodIsChanged() throws Exception {
    var first = played.begun();
    await().until(played::isReady);

    var second = played.with("limits: {recipients: 7}").offered();

    assertThat(second).isNotEqualTo(first);
    assertThat(played.report().running()).isEqualTo(first);
    played.poked(second);
    await().until(() -> played.report().running().equals(second));
  }

  @Test
  void whatAPodIsToldToRefuseItDoesNotRun() throws Exception {
    var first = played.begun();
    await().until(played::isReady);
    node.pod(Played.POD).refuses("no room");
    node.pod(Played.POD).reads(1, ConfigDocument.FORMAT);

    var second = played.with("limits: {recipients: 7}").offered();
    played.poked(second);

    await().until(() -> played.report().offered().equals(second));
    assertThat(played.report().running()).isEqualTo(first);
    assertThat(played.report().refusal()).isEqualTo("no room");
    assertThat(played.report().formats()).containsExactly(1, ConfigDocument.FORMAT);
    node.pod(Played.POD).accepts();
    assertThat(played.report().running()).isEqualTo(second);
  }

  @Test
  void aDeadPodRefusesConnectionsAndASlowOneKeepsOneWaiting() throws Exception {
    played.begun();
    await().until(played::isReady);

    node.pod(Played.POD).dies();
    await().untilAsserted(() -> assertThatThrownBy(played::report).isInstanceOf(IOException.class));
    node.pod(Played.POD).lives();
    await().ignoreExceptions().until(() -> played.report() != null);
    node.pod(Played.POD).answersAfter(Duration.ofSeconds(10));
    assertThatThrownBy(played::report).hasMessageContaining("does not answer within");
  }

  @Test
  void aKilledPodComesBackAndAnotherShapeReplacesIt() {
    played.begun();
    await().until(played::isReady);
    var first = played.pod().getMetadata().getUid();

    api.client().resource(played.pod()).delete();
    await().until(() -> played.isReady() && !played.pod().getMetadata().getUid().equals(first));
    played.with("image: another").applied();

    await()
        .until(
            () ->
                played.isReady()
                    && played
                        .pod()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage()
                        .equals("another"));
    assertThat(node.pod(Played.POD).started()).isEqualTo(3);
  }

  @Test
  void aStatefulSetMadeAnewTakesThePodsOverThatWereLeftAlone() {
    played.begun();
    await().until(played::isReady);
    var pod = played.pod().getMetadata().getUid();
    var before = set().get().getMetadata().getUid();

    set().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
    await().until(() -> set().get() == null);
    played.applied();

    await()
        .until(
            () ->
                PlayedNode.controller(played.pod())
                    .filter(owner -> !owner.getUid().equals(before))
                    .isPresent());
    assertThat(played.pod().getMetadata().getUid()).isEqualTo(pod);
    set().delete();
    await().until(() -> played.pod() == null);
  }

  @Test
  void aClaimIsBoundGrowsWhereItsClassAllowsItAndGoes() {
    var name = "growing-" + api.namespace();
    api.client()
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withProvisioner("example.com/played")
                .withAllowVolumeExpansion(true)
                .build())
        .create();
    played.with("storage: {size: 1Gi, storageClassName: " + name + "}").begun();
    await().until(played::isReady);
    var claim =
        api.client()
            .persistentVolumeClaims()
            .inNamespace(api.namespace())
            .withName("data-" + Played.POD);
    await().until(() -> "Bound".equals(claim.get().getStatus().getPhase()));

    new Edits(api)
        .edit(
            PersistentVolumeClaim.class,
            "data-" + Played.POD,
            any ->
                any.edit()
                    .editSpec()
                    .editResources()
                    .addToRequests("storage", new Quantity("2Gi"))
                    .endResources()
                    .endSpec()
                    .build());

    await()
        .until(() -> claim.get().getStatus().getCapacity().get("storage").toString().equals("2Gi"));
    claim.delete();
    assertThat(claim.get()).as("in use").isNotNull();
    set().delete();
    await().until(() -> claim.get() == null);
  }

  @Test
  void whatWasOwnedGoesWithItsOwnerAndWhatIsRetainedStays() {
    // Its owner, of the uid that the objects name, never was there.
    played.begun();
    await().until(played::isReady);
    var secrets = api.client().secrets().inNamespace(api.namespace());
    var kept = secrets.resource(TlsSecret.of(played.shape().domain(), Played.pem())).create();

    node.collectGarbage();

    await().until(() -> played.pod() == null);
    assertThat(secrets.list().getItems())
        .extracting(secret -> secret.getMetadata().getName())
        .containsExactly(kept.getMetadata().getName());
    assertThat(api.client().services().inNamespace(api.namespace()).list().getItems()).isEmpty();
  }
}
