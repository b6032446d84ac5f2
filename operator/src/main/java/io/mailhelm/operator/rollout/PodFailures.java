package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.compiler.PodFailure;
import io.mailhelm.compiler.PodFailure.Cause;
import io.mailhelm.compiler.StorageProblem;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.Warnings;
import io.mailhelm.operator.desired.ObjectNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says why a server's pods are not as they should be: by the statuses of pods and claims, and where
 * those say nothing, by what controllers and nodes wrote of them and by the servers' own words. Any
 * thread.
 */
final class PodFailures {
  /** What takes no longer than this is no failure. */
  private static final Duration USUAL = Duration.ofSeconds(15);

  /** Clocks differ, and a status is written after what it tells of. */
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  private static final Comparator<PodFailure> WORST_FIRST =
      Comparator.comparing(PodFailure::cause).thenComparing(PodFailure::message);

  private final Warnings warnings;
  private final ClaimFailures claimFailures;
  private final PodReadiness readiness;
  private final Clock clock;

  PodFailures(KubernetesClient client, PodReadiness readiness, Clock clock) {
    this.readiness = readiness;
    this.warnings = new Warnings(client);
    this.claimFailures = new ClaimFailures(warnings::newest);
    this.clock = clock;
  }

  /** The worst of them; empty where there is none. */
  Optional<PodFailure> worst(MailDomain host, Informers informers) throws InterruptedException {
    var set = informers.statefulSet(host);
    if (set.isEmpty()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var pods = informers.everyPod(host);
    var claims = informers.claims(host);
    var all = new ArrayList<PodFailure>();
    for (var ordinal = 0; ordinal < host.getSpec().server().replicas(); ordinal++) {
      of(ordinal, host, set.get(), pods, claims, now).forEach(all::add);
    }
    return all.stream().min(WORST_FIRST).map(failure -> ofUpdate(failure, set.get()));
  }

  /** What threatens the volumes of a server, or has destroyed them. */
  List<StorageProblem> ofClaims(MailDomain host, Informers informers) {
    return informers.claims(host).stream()
        .flatMap(claim -> claimFailures.of(claim).stream())
        .toList();
  }

  private Stream<PodFailure> of(
      int ordinal,
      MailDomain host,
      StatefulSet set,
      List<Pod> pods,
      List<PersistentVolumeClaim> claims,
      Instant now)
      throws InterruptedException {
    var d = ObjectNames.of(host);
    var claim =
        claims.stream()
            .filter(any -> any.getMetadata().getName().equals(ObjectNames.claim(d, ordinal)))
            .findFirst();
    var pod =
        pods.stream()
            .filter(any -> any.getMetadata().getName().equals(ObjectNames.pod(d, ordinal)))
            .findFirst();
    var lost = claim.flatMap(claimFailures::lost).map(PodFailures::ofLostVolume);
    if (pod.isEmpty()) {
      return Stream.concat(lost.stream(), notMade(host, set, now).stream());
    }
    if (pod.get().getMetadata().getDeletionTimestamp() != null) {
      return Stream.concat(lost.stream(), notEnding(pod.get(), now).stream());
    }
    var own = ContainerFailures.of(pod.get(), now);
    if (Rollouts.isReady(pod.get())) {
      return Stream.concat(lost.stream(), own.stream());
    }
    return Stream.of(
            lost,
            own.or(() -> notMounted(pod.get(), now)),
            own.isPresent() ? Optional.<PodFailure>empty() : readiness.of(pod.get(), now),
            claim.flatMap(any -> notBound(any, now)))
        .flatMap(Optional::stream);
  }

  private static PodFailure ofLostVolume(String words) {
    return new PodFailure(Cause.VolumeLost, "VolumeLost", words, Instant.EPOCH);
  }

  private Optional<PodFailure> notBound(PersistentVolumeClaim claim, Instant now) {
    var since = ContainerFailures.time(claim.getMetadata().getCreationTimestamp()).orElse(now);
    if (claim.getStatus() == null
        || !"Pending".equals(claim.getStatus().getPhase())
        || !isLong(since, now)) {
      return Optional.empty();
    }
    return warnings
        .newest(claim)
        .map(
            warning ->
                new PodFailure(
                    Cause.VolumeNotBound,
                    warning.reason(),
                    "claim %s has no volume: %s"
                        .formatted(
                            claim.getMetadata().getName(),
                            ContainerFailures.words(warning.message())),
                    since));
  }

  private Optional<PodFailure> notMounted(Pod pod, Instant now) {
    var since = ContainerFailures.since(pod);
    if (!ContainerFailures.isComingUp(pod) || !isLong(since, now)) {
      return Optional.empty();
    }
    return warnings
        .newest(pod)
        .map(
            warning ->
                new PodFailure(
                    Cause.Mount,
                    warning.reason(),
                    "%s: %s"
                        .formatted(
                            pod.getMetadata().getName(),
                            ContainerFailures.words(warning.message())),
                    since));
  }

  /** Why a pod is not created. Warnings from an earlier time without a pod do not count. */
  private Optional<PodFailure> notMade(MailDomain host, StatefulSet set, Instant now) {
    var missing = notReadySince(host).orElse(now);
    return warnings
        .newest(set)
        .filter(warning -> !warning.last().isBefore(missing.minus(TOLERANCE)))
        .map(
            warning ->
                new PodFailure(
                    Cause.NotCreated,
                    warning.reason(),
                    ContainerFailures.words(warning.message()),
                    warning.first().isBefore(missing) ? missing : warning.first()));
  }

  /**
   * The failure of a pod that does not end. Its deletion timestamp is the time at which it should
   * have ended.
   */
  private static Optional<PodFailure> notEnding(Pod pod, Instant now) {
    return ContainerFailures.time(pod.getMetadata().getDeletionTimestamp())
        .filter(end -> isLong(end, now))
        .map(
            end ->
                new PodFailure(
                    Cause.NotEnding,
                    "PodNotEnding",
                    "%s should have ended at %s".formatted(pod.getMetadata().getName(), end),
                    end));
  }

  /**
   * The failure, with the note that an update has caused it. One volume serves one pod at a time,
   * so the old pod has to end before the new one can start.
   */
  private static PodFailure ofUpdate(PodFailure failure, StatefulSet set) {
    var status = set.getStatus();
    var updating =
        status != null
            && status.getUpdateRevision() != null
            && status.getCurrentRevision() != null
            && !status.getUpdateRevision().equals(status.getCurrentRevision());
    return updating
        ? new PodFailure(
            failure.cause(),
            failure.reason(),
            failure.message()
                + " (the pod before it was ended first: a volume is for one pod at a time)",
            failure.since())
        : failure;
  }

  private static Optional<Instant> notReadySince(MailDomain host) {
    return Optional.ofNullable(host.getStatus())
        .map(status -> Objects.requireNonNullElse(status.conditions(), List.<Condition>of()))
        .orElse(List.of())
        .stream()
        .filter(condition -> "ServerReady".equals(condition.type()))
        .filter(condition -> "False".equals(condition.status()))
        .findFirst()
        .flatMap(condition -> ContainerFailures.time(condition.lastTransitionTime()));
  }

  private static boolean isLong(Instant since, Instant now) {
    return !now.isBefore(since.plus(USUAL));
  }
}
