package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.mailhelm.compiler.PodFailure;
import io.mailhelm.compiler.PodFailure.Cause;
import io.mailhelm.operator.desired.ProbesPort;
import io.mailhelm.operator.desired.ServerContainer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says why a pod that runs is not ready: in the words that its server answers a readiness probe
 * with, which no node passes on. Any thread.
 */
final class PodReadiness {
  /** A server that starts is not ready, and that is no failure. */
  private static final Duration STARTS = Duration.ofSeconds(15);

  private static final String NOT_ACCEPTING = "NotAccepting";
  private static final String NOT_ANSWERING = "NotAnswering";

  private final PodClient client;

  PodReadiness(PodClient client) {
    this.client = client;
  }

  /** Empty where it is ready, has not run for long, or nobody knows why it is not ready. */
  Optional<PodFailure> of(Pod pod, Instant now) throws InterruptedException {
    var port = ProbesPort.of(pod);
    if (Rollouts.isReady(pod)
        || pod.getStatus() == null
        || pod.getStatus().getPodIP() == null
        || port.isEmpty()
        || !runsForLong(pod, now)) {
      return Optional.empty();
    }
    try {
      var why = client.unready(pod.getStatus().getPodIP(), port.get());
      return why.isEmpty() ? byItsCondition(pod, now) : Optional.of(said(pod, why));
    } catch (IOException e) {
      return Optional.of(
          failure(
              pod,
              NOT_ANSWERING,
              "runs, is not ready, and does not say why on its port " + port.get()));
    }
  }

  private static PodFailure said(Pod pod, String why) {
    var words = ContainerFailures.words(why);
    var end = words.endsWith(".") ? words.length() - 1 : words.length();
    return failure(pod, NOT_ACCEPTING, "takes no mail (%s)".formatted(words.substring(0, end)));
  }

  /** Of a server that takes mail somebody else's container, or a readiness gate, is not ready. */
  private static Optional<PodFailure> byItsCondition(Pod pod, Instant now) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> "Ready".equals(condition.getType()))
        .filter(condition -> condition.getReason() != null && condition.getMessage() != null)
        .filter(condition -> isLong(condition, now))
        .findFirst()
        .map(
            condition ->
                failure(
                    pod,
                    condition.getReason(),
                    "takes mail and is not ready: "
                        + ContainerFailures.words(condition.getMessage())));
  }

  /** The next probe may show it already. */
  private static boolean isLong(PodCondition condition, Instant now) {
    return ContainerFailures.time(condition.getLastTransitionTime())
        .filter(since -> !now.isBefore(since.plus(STARTS)))
        .isPresent();
  }

  private static PodFailure failure(Pod pod, String reason, String sentence) {
    return new PodFailure(
        Cause.NotReady,
        reason,
        "%s %s".formatted(pod.getMetadata().getName(), sentence),
        ContainerFailures.since(pod));
  }

  private static boolean runsForLong(Pod pod, Instant now) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> ServerContainer.NAME.equals(status.getName()))
        .flatMap(PodReadiness::running)
        .flatMap(running -> ContainerFailures.time(running.getStartedAt()).stream())
        .anyMatch(since -> !now.isBefore(since.plus(STARTS)));
  }

  private static Stream<ContainerStateRunning> running(ContainerStatus status) {
    return Stream.ofNullable(status.getState())
        .flatMap(state -> Stream.ofNullable(state.getRunning()));
  }
}
