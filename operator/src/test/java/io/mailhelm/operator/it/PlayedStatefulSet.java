package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One look of the StatefulSet controller at one StatefulSet: Parallel, RollingUpdate. */
final class PlayedStatefulSet {
  private static final String REVISION = "controller-revision-hash";
  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";

  private final KubernetesClient client;
  private final StatefulSet set;
  private final List<PersistentVolumeClaim> claims;
  private final List<Pod> pods;

  PlayedStatefulSet(
      KubernetesClient client,
      StatefulSet set,
      List<Pod> pods,
      List<PersistentVolumeClaim> claims) {
    this.client = client;
    this.set = set;
    this.claims = claims;
    this.pods =
        pods.stream()
            .filter(pod -> selects(set, pod))
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
            .toList();
  }

  /**
   * @param refused told of it instead of a pod that would be made; empty: pods are made
   */
  void play(Optional<Consumer<StatefulSet>> refused) {
    if (set.getMetadata().getDeletionTimestamp() != null) {
      letGo();
      return;
    }
    var wanted = IntStream.range(0, set.getSpec().getReplicas()).mapToObj(this::podName).toList();
    for (var name : wanted) {
      var pod = find(name);
      if (pod.isEmpty()) {
        refused.ifPresentOrElse(told -> told.accept(set), () -> make(name));
      } else if (PlayedNode.controller(pod.get()).isEmpty()) {
        own(pod.get());
      }
    }
    pods.stream()
        .filter(pod -> !wanted.contains(pod.getMetadata().getName()))
        .forEach(pod -> client.resource(pod).delete());
    roll();
    report();
  }

  private static boolean selects(StatefulSet set, Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getMetadata()
            .getLabels()
            .entrySet()
            .containsAll(set.getSpec().getSelector().getMatchLabels().entrySet())
        && PlayedNode.controller(pod)
            .map(OwnerReference::getUid)
            .map(set.getMetadata().getUid()::equals)
            .orElse(true);
  }

  private String podName(int ordinal) {
    return set.getMetadata().getName() + "-" + ordinal;
  }

  private Optional<Pod> find(String name) {
    return pods.stream().filter(pod -> pod.getMetadata().getName().equals(name)).findFirst();
  }

  private void make(String name) {
    var template = set.getSpec().getTemplate();
    var spec =
        new PodSpecBuilder(template.getSpec())
            .withHostname(name)
            .withContainers(
                template.getSpec().getContainers().stream().map(PlayedStatefulSet::freed).toList())
            .withSubdomain(set.getSpec().getServiceName());
    for (var volume : set.getSpec().getVolumeClaimTemplates()) {
      var claim = volume.getMetadata().getName() + "-" + name;
      var there =
          claims.stream().filter(each -> each.getMetadata().getName().equals(claim)).findFirst();
      if (there.filter(each -> each.getMetadata().getDeletionTimestamp() != null).isPresent()) {
        return; // no pod is made before it is gone
      }
      if (there.isEmpty()) {
        client.resource(claim(volume, claim)).create();
      }
      spec.addNewVolume()
          .withName(volume.getMetadata().getName())
          .withNewPersistentVolumeClaim(claim, false)
          .endVolume();
    }
    client
        .resource(
            new PodBuilder()
                .withMetadata(
                    new ObjectMetaBuilder(template.getMetadata())
                        .withName(name)
                        .withNamespace(set.getMetadata().getNamespace())
                        .withOwnerReferences(owner())
                        .addToLabels(REVISION, revisionName())
                        .build())
                .withSpec(spec.build())
                .build())
        .create();
  }

  /** Pods have their addresses in common with what else runs here: not the port of their probes. */
  private static Container freed(Container container) {
    var ports =
        container.getPorts().stream()
            .map(
                port ->
                    "probes".equals(port.getName())
                        ? new ContainerPortBuilder(port)
                            .withContainerPort(KubeApi.freePort())
                            .build()
                        : port)
            .toList();
    return new ContainerBuilder(container).withPorts(ports).build();
  }

  private PersistentVolumeClaim claim(PersistentVolumeClaim template, String name) {
    return new PersistentVolumeClaimBuilder(template)
        .editMetadata()
        .withName(name)
        .withNamespace(set.getMetadata().getNamespace())
        .addToLabels(set.getSpec().getSelector().getMatchLabels())
        .endMetadata()
        .withStatus(null)
        .build();
  }

  private OwnerReference owner() {
    return new OwnerReferenceBuilder()
        .withApiVersion("apps/v1")
        .withKind("StatefulSet")
        .withName(set.getMetadata().getName())
        .withUid(set.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private void own(Pod pod) {
    client
        .resource(pod)
        .edit(
            any ->
                new PodBuilder(any)
                    .editMetadata()
                    .withOwnerReferences(owner())
                    .endMetadata()
                    .build());
  }

  /** One at a time, the last first, and only while all others are ready. */
  private void roll() {
    var outdated = new ArrayList<>(pods);
    outdated.removeIf(this::isUpdated);
    if (!outdated.isEmpty()
        && pods.size() == set.getSpec().getReplicas()
        && pods.stream().allMatch(pod -> PlayedPod.isReady(pod) || outdated.contains(pod))
        && pods.stream().filter(pod -> !outdated.contains(pod)).allMatch(PlayedPod::isReady)) {
      client.resource(outdated.getLast()).delete();
    }
  }

  private boolean isUpdated(Pod pod) {
    return revisionName().equals(pod.getMetadata().getLabels().get(REVISION));
  }

  /** Of the ControllerRevision: what pods are labelled with, and the status has. */
  private String revisionName() {
    return set.getMetadata().getName() + "-" + revision();
  }

  private String revision() {
    var template = Serialization.asYaml(set.getSpec().getTemplate());
    return UUID.nameUUIDFromBytes(template.getBytes(StandardCharsets.UTF_8))
        .toString()
        .substring(0, 8);
  }

  private void report() {
    var updated = (int) pods.stream().filter(this::isUpdated).count();
    var ready = (int) pods.stream().filter(PlayedPod::isReady).count();
    var before = Objects.requireNonNullElse(set.getStatus(), new StatefulSetStatus());
    // An update is not over before what it made is ready.
    var complete = updated == set.getSpec().getReplicas() && ready == updated;
    var status =
        new StatefulSetStatusBuilder(before)
            .withObservedGeneration(set.getMetadata().getGeneration())
            .withReplicas(pods.size())
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .withUpdatedReplicas(updated)
            .withCurrentReplicas(complete ? updated : pods.size() - updated)
            .withUpdateRevision(revisionName())
            .withCurrentRevision(
                complete || before.getCurrentRevision() == null
                    ? revisionName()
                    : before.getCurrentRevision())
            .build();
    if (!status.equals(before)) {
      client
          .resource(set)
          .editStatus(any -> new StatefulSetBuilder(any).withStatus(status).build());
    }
  }

  /** Deleted with its pods left alone, or only after them. */
  private void letGo() {
    var finalizers = set.getMetadata().getFinalizers();
    if (finalizers.contains(ORPHAN)) {
      pods.forEach(
          pod ->
              client
                  .resource(pod)
                  .edit(
                      any ->
                          new PodBuilder(any)
                              .editMetadata()
                              .withOwnerReferences()
                              .endMetadata()
                              .build()));
      withoutFinalizer(ORPHAN);
    } else if (finalizers.contains(FOREGROUND)) {
      pods.forEach(pod -> client.resource(pod).delete());
      withoutFinalizer(FOREGROUND);
    }
  }

  private void withoutFinalizer(String finalizer) {
    client
        .resource(set)
        .edit(
            any ->
                new StatefulSetBuilder(any)
                    .editMetadata()
                    .removeFromFinalizers(finalizer)
                    .endMetadata()
                    .build());
  }
}
