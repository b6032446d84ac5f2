package io.mailhelm.operator.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.mailhelm.compiler.PodFailure;
import io.mailhelm.compiler.PodFailure.Cause;
import io.mailhelm.config.VolumeRefusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what is wrong with a pod from the pod's own status. Pure. */
final class ContainerFailures {
  private static final Set<String> COMES_UP = Set.of("ContainerCreating", "PodInitializing");
  private static final Set<String> PULLS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "RegistryUnavailable",
          "ImageInspectError",
          "SignatureValidationFailed");

  /** Kubernetes alternates between this reason and ImagePullBackOff; both mean the same. */
  private static final String PULL_AGAIN = "ErrImagePull";

  private static final Pattern BACK_OFF =
      Pattern.compile("^Back-off pulling image \"[^\"]*\": ErrImagePull: ");
  private static final String LOOP = "CrashLoopBackOff";
  private static final String MEMORY = "OOMKilled";

  /** The start of a server's own line on why it ends. */
  private static final String SAYS = "mailhelm: ";

  private static final int AGAIN = 3;

  /** A container's end that is longer ago does not explain the present: back-offs are shorter. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private static final int WORDS = 512;

  private ContainerFailures() {}

  /** The first failure of a pod. Even one that is ready may be killed again and again. */
  static Optional<PodFailure> of(Pod pod, Instant now) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return unscheduled(pod)
        .or(() -> statuses(pod).flatMap(status -> of(pod, status, now).stream()).findFirst())
        .or(() -> ended(pod));
  }

  /** Whether it has a node, and none of its containers says why it would not start. */
  static boolean isComingUp(Pod pod) {
    return pod.getStatus() != null
        && pod.getSpec().getNodeName() != null
        && statuses(pod)
            .flatMap(status -> waiting(status).stream())
            .anyMatch(waiting -> COMES_UP.contains(waiting.getReason()));
  }

  /** Since when a pod is not ready; for one that never was, since it was created. */
  static Instant since(Pod pod) {
    return condition(pod, "Ready")
        .filter(ready -> !"True".equals(ready.getStatus()))
        .flatMap(ready -> time(ready.getLastTransitionTime()))
        .or(() -> time(pod.getMetadata().getCreationTimestamp()))
        .orElse(Instant.EPOCH);
  }

  /** Other programs' words, on one line and no longer than a status accepts. */
  static String words(String text) {
    var line = Objects.requireNonNullElse(text, "").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= WORDS ? line : line.substring(0, WORDS - 1) + "…";
  }

  static Optional<Instant> time(String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<PodFailure> unscheduled(Pod pod) {
    return condition(pod, "PodScheduled")
        .filter(scheduled -> "False".equals(scheduled.getStatus()))
        .map(
            scheduled ->
                new PodFailure(
                    Cause.Unschedulable,
                    Objects.requireNonNullElse(scheduled.getReason(), "Unschedulable"),
                    "%s: %s".formatted(name(pod), words(scheduled.getMessage())),
                    time(scheduled.getLastTransitionTime()).orElseGet(() -> since(pod))));
  }

  private static Optional<PodFailure> of(Pod pod, ContainerStatus status, Instant now) {
    var waiting = waiting(status);
    return waiting
        .filter(any -> !COMES_UP.contains(any.getReason()) && !LOOP.equals(any.getReason()))
        .map(any -> notStarted(pod, status, any))
        .or(() -> last(status).flatMap(end -> restarted(pod, status, end, now)));
  }

  private static PodFailure notStarted(
      Pod pod, ContainerStatus status, ContainerStateWaiting waiting) {
    var reason = waiting.getReason();
    if (reason.equals("InvalidImageName")) {
      return new PodFailure(Cause.ImageName, reason, image(pod, status, waiting), since(pod));
    }
    return PULLS.contains(reason)
        ? new PodFailure(
            Cause.ImagePull,
            reason.equals(PULL_AGAIN) ? "ImagePullBackOff" : reason,
            image(pod, status, waiting),
            since(pod))
        : new PodFailure(
            Cause.Container,
            reason,
            "%s: %s".formatted(name(pod), words(waiting.getMessage())),
            since(pod));
  }

  private static String image(Pod pod, ContainerStatus status, ContainerStateWaiting waiting) {
    var said = Objects.requireNonNullElse(waiting.getMessage(), "");
    return "%s has no image %s: %s"
        .formatted(name(pod), status.getImage(), words(BACK_OFF.matcher(said).replaceFirst("")));
  }

  private static Optional<PodFailure> restarted(
      Pod pod, ContainerStatus status, ContainerStateTerminated end, Instant now) {
    var loops = waiting(status).map(ContainerStateWaiting::getReason).filter(LOOP::equals);
    var recent = time(end.getFinishedAt()).filter(at -> now.isBefore(at.plus(RECENT))).isPresent();
    var again = count(status) >= AGAIN;
    var memory = MEMORY.equals(end.getReason());
    if (loops.isEmpty() && !recent || isReady(pod) && !(memory && again)) {
      return Optional.empty();
    }
    if (memory) {
      return Optional.of(
          new PodFailure(
              again ? Cause.MemoryAgain : Cause.Memory,
              MEMORY,
              "%s was killed for its memory, restarted %d times"
                  .formatted(name(pod), count(status)),
              since(pod)));
    }
    var refused = Optional.ofNullable(end.getExitCode()).flatMap(VolumeRefusal::of);
    if (refused.isPresent()) {
      return Optional.of(
          new PodFailure(
              Cause.VolumeRefused,
              refused.get().name(),
              "%s does not serve: %s".formatted(name(pod), sentence(end.getMessage())),
              since(pod)));
    }
    var said = lastWords(end.getMessage());
    return Optional.of(
        new PodFailure(
            again ? Cause.CrashAgain : Cause.Crash,
            again || loops.isPresent()
                ? LOOP
                : Objects.requireNonNullElse(end.getReason(), "Error"),
            "%s ended with exit code %d, restarted %d times%s"
                .formatted(
                    name(pod),
                    Objects.requireNonNullElse(end.getExitCode(), -1),
                    count(status),
                    said.isEmpty() ? "" : " (%s)".formatted(said)),
            since(pod)));
  }

  /** The failure of a pod that its node has ended as a whole: Evicted. */
  private static Optional<PodFailure> ended(Pod pod) {
    return Optional.of(pod.getStatus())
        .filter(status -> "Failed".equals(status.getPhase()))
        .map(
            status ->
                new PodFailure(
                    Cause.Crash,
                    Objects.requireNonNullElse(status.getReason(), "Failed"),
                    "%s: %s".formatted(name(pod), words(status.getMessage())),
                    since(pod)));
  }

  /** The last lines of its log, without those that only say where in the program it was. */
  private static String lastWords(String log) {
    var lines =
        Objects.requireNonNullElse(log, "")
            .lines()
            .filter(line -> !line.matches("\\s+(at |\\.\\.\\. ).*"))
            .filter(line -> !line.isBlank())
            .collect(Collectors.toList());
    return words(String.join(" ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
  }

  /** Why a server ended, in its own words. */
  private static String sentence(String log) {
    return words(
        Objects.requireNonNullElse(log, "")
            .lines()
            .filter(line -> line.startsWith(SAYS))
            .map(line -> line.substring(SAYS.length()))
            .reduce((before, last) -> last)
            .orElseGet(() -> lastWords(log)));
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return Stream.concat(
        pod.getStatus().getInitContainerStatuses().stream(),
        pod.getStatus().getContainerStatuses().stream());
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
    return Optional.ofNullable(status.getState())
        .flatMap(state -> Optional.ofNullable(state.getWaiting()))
        .filter(waiting -> waiting.getReason() != null);
  }

  private static Optional<ContainerStateTerminated> last(ContainerStatus status) {
    return Stream.of(
            Optional.ofNullable(status.getState()), Optional.ofNullable(status.getLastState()))
        .flatMap(Optional::stream)
        .flatMap(state -> Stream.ofNullable(state.getTerminated()))
        .findFirst();
  }

  private static int count(ContainerStatus status) {
    return Objects.requireNonNullElse(status.getRestartCount(), 0);
  }

  private static boolean isReady(Pod pod) {
    return condition(pod, "Ready").filter(ready -> "True".equals(ready.getStatus())).isPresent();
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
