package io.mailhelm.operator.check;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.operator.check.InstallationCheck.LeaseName;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an operator renews the Lease, and is a pod of the newest revision of the Deployment. In
 * an upgrade the one before goes on until its successor is ready, so a Lease that is renewed says
 * nothing of a successor that never comes up. One thread.
 */
final class OperatorAtWork {
  /** What Deployments and their ReplicaSets are numbered with. */
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** What pods and their ReplicaSet have in common. */
  private static final String HASH = "pod-template-hash";

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

  private final KubernetesClient client;
  private final LeaseName lease;
  private String holder = "";
  private String revision = "";

  private record Held(String holder, ZonedDateTime renewed) {}

  /**
   * @param lease of the release; its Deployment has the same name
   */
  OperatorAtWork(KubernetesClient client, LeaseName lease) {
    this.client = client;
    this.lease = lease;
  }

  /** What is wrong; empty: nothing. */
  Optional<String> problem() {
    return unrenewed().or(this::outdated);
  }

  /** Who is at work, once nothing is wrong. */
  String seen() {
    return "pod %s of revision %s of the Deployment renews the Lease".formatted(holder, revision);
  }

  /** By what changes, so that clocks need not agree. */
  private Optional<String> unrenewed() {
    var before = held();
    InstallationCheck.sleep(BETWEEN_LOOKS);
    var after = held();
    holder = after.map(Held::holder).orElse("");
    return before.isPresent() && after.isPresent() && !before.equals(after)
        ? Optional.empty()
        : Optional.of(
            "nobody renews the Lease %s/%s: see why with kubectl -n %s describe pods, and logs"
                .formatted(lease.namespace(), lease.name(), lease.namespace()));
  }

  private Optional<Held> held() {
    return Optional.ofNullable(
            client.leases().inNamespace(lease.namespace()).withName(lease.name()).get())
        .map(any -> any.getSpec())
        .filter(spec -> spec.getRenewTime() != null && !holder(spec).isEmpty())
        .map(spec -> new Held(holder(spec), spec.getRenewTime()));
  }

  private static String holder(LeaseSpec spec) {
    return Objects.requireNonNullElse(spec.getHolderIdentity(), "");
  }

  private Optional<String> outdated() {
    var deployment =
        client.apps().deployments().inNamespace(lease.namespace()).withName(lease.name()).get();
    if (deployment == null) {
      return Optional.of("there is no Deployment %s/%s".formatted(lease.namespace(), lease.name()));
    }
    revision = annotation(deployment, REVISION);
    var newest = newest(deployment);
    if (newest.isEmpty()) {
      return Optional.of(
          "the Deployment %s/%s has not been looked at since it was changed"
              .formatted(lease.namespace(), lease.name()));
    }
    var pod = client.pods().inNamespace(lease.namespace()).withName(holder).get();
    return pod != null && newest.get().equals(label(pod, HASH))
        ? Optional.empty()
        : Optional.of(
            "%s, which renews the Lease, is not of revision %s of the Deployment, the newest: that"
                    .formatted(holder, revision)
                + (" has %s. See kubectl -n %s describe pods -l %s=%s, and logs"
                    .formatted(pods(newest.get()), lease.namespace(), HASH, newest.get())));
  }

  /** The label of the pods of the newest revision; empty: none is made of it yet. */
  private Optional<String> newest(Deployment deployment) {
    var status = deployment.getStatus();
    if (status == null
        || !Objects.equals(
            status.getObservedGeneration(), deployment.getMetadata().getGeneration())) {
      return Optional.empty();
    }
    return client
        .apps()
        .replicaSets()
        .inNamespace(lease.namespace())
        .withLabels(deployment.getSpec().getSelector().getMatchLabels())
        .list()
        .getItems()
        .stream()
        .filter(set -> isOf(set, deployment) && annotation(set, REVISION).equals(revision))
        .map(set -> label(set, HASH))
        .filter(hash -> !hash.isEmpty())
        .findFirst();
  }

  private static boolean isOf(ReplicaSet set, Deployment deployment) {
    return set.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .anyMatch(deployment.getMetadata().getUid()::equals);
  }

  private String pods(String hash) {
    var pods = client.pods().inNamespace(lease.namespace()).withLabel(HASH, hash).list().getItems();
    return pods.isEmpty()
        ? "no pod"
        : pods.stream().map(OperatorAtWork::state).sorted().collect(Collectors.joining(", "));
  }

  private static String state(Pod pod) {
    var why =
        Stream.ofNullable(pod.getStatus())
            .flatMap(status -> status.getContainerStatuses().stream())
            .flatMap(status -> Stream.ofNullable(status.getState()))
            .flatMap(state -> Stream.ofNullable(state.getWaiting()))
            .map(ContainerStateWaiting::getReason)
            .filter(Objects::nonNull)
            .findFirst()
            .or(() -> Optional.ofNullable(pod.getStatus()).map(status -> status.getPhase()))
            .orElse("Unknown");
    return "%s (%s)".formatted(pod.getMetadata().getName(), why);
  }

  private static String annotation(HasMetadata object, String name) {
    var all = object.getMetadata().getAnnotations();
    return all == null ? "" : all.getOrDefault(name, "");
  }

  private static String label(HasMetadata object, String name) {
    var all = object.getMetadata().getLabels();
    return all == null ? "" : all.getOrDefault(name, "");
  }
}
