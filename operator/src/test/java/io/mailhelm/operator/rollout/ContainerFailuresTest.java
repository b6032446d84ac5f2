package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.compiler.PodFailure;
import io.mailhelm.compiler.PodFailure.Cause;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFailuresTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String SINCE = "2026-11-23T09:58:00Z";

  private static Pod pod(String ready, String container) {
    return Serialization.unmarshal(
        """
        metadata: {name: d-smtp-0, creationTimestamp: "2026-11-23T09:00:00Z"}
        spec: {nodeName: one}
        status:
          phase: Running
          conditions: [{type: Ready, status: "%s", lastTransitionTime: "%s"}]
          containerStatuses: [{name: smtp-server, image: "repo/server:1", %s}]
        """
            .formatted(ready, SINCE, container),
        Pod.class);
  }

  private static PodFailure failure(Pod pod) {
    return ContainerFailures.of(pod, NOW).orElseThrow();
  }

  private static String waiting(String reason, String message) {
    return "restartCount: 0, state: {waiting: {reason: %s, message: '%s'}}"
        .formatted(reason, message);
  }

  private static String ended(int restarts, String reason, String at, String state) {
    return "restartCount: %d, state: {%s}, lastState: {terminated: {exitCode: 1, reason: %s, finishedAt: '%s', message: \"Starting\\nno room\\n\\tat a.B.c(B.java)\\n\"}}"
        .formatted(restarts, state, reason, at);
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, ImagePullBackOff, ImagePull",
    "ImagePullBackOff, ImagePullBackOff, ImagePull",
    "ErrImageNeverPull, ErrImageNeverPull, ImagePull",
    "InvalidImageName, InvalidImageName, ImageName",
    "CreateContainerConfigError, CreateContainerConfigError, Container",
    "RunContainerError, RunContainerError, Container"
  })
  void aContainerThatDoesNotStartSaysWhy(String reason, String told, Cause cause) {
    var failure = failure(pod("False", waiting(reason, "not found")));

    assertThat(failure)
        .extracting(PodFailure::cause, PodFailure::reason, PodFailure::since)
        .containsExactly(cause, told, Instant.parse(SINCE));
    assertThat(failure.message()).startsWith("d-smtp-0").endsWith("not found");
  }

  @Test
  void twoWordsForOneThingThatComeByTurnsMakeOneStatus() {
    var first = failure(pod("False", waiting("ErrImagePull", "not found")));
    var second =
        failure(
            pod(
                "False",
                waiting(
                    "ImagePullBackOff",
                    "Back-off pulling image \"repo/server:1\": ErrImagePull: not found")));

    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"4, EmptyVolume", "5, OtherVolume"})
  void aServerThatRefusesItsVolumeSaysSoInItsOwnWordsFromTheFirstTime(int code, String told) {
    var failure =
        failure(
            pod(
                "False",
                "restartCount: 0, state: {terminated: {exitCode: %d, reason: Error, finishedAt: '2026-11-23T09:59:00Z', message: \"{json}\\nmailhelm: %s: gone. To go on: kubectl\\n{json}\\n\"}}"
                    .formatted(code, told)));

    assertThat(failure)
        .extracting(PodFailure::cause, PodFailure::reason, PodFailure::message)
        .containsExactly(
            Cause.VolumeRefused,
            told,
            "d-smtp-0 does not serve: %s: gone. To go on: kubectl".formatted(told));
  }

  @Test
  void aPodThatComesUpIsNoFailure() {
    var pod = pod("False", waiting("ContainerCreating", ""));

    assertThat(ContainerFailures.of(pod, NOW)).isEmpty();
    assertThat(ContainerFailures.isComingUp(pod)).isTrue();
  }

  @Test
  void onePodThatCrashesSaysItsLastWordsInEveryStateOfItsLoop() {
    var waits =
        failure(pod("False", ended(3, "Error", SINCE, "waiting: {reason: CrashLoopBackOff}")));
    var runs = failure(pod("False", ended(3, "Error", SINCE, "running: {}")));

    assertThat(runs).isEqualTo(waits);
    assertThat(waits)
        .extracting(PodFailure::cause, PodFailure::reason, PodFailure::message)
        .containsExactly(
            Cause.CrashAgain,
            "CrashLoopBackOff",
            "d-smtp-0 ended with exit code 1, restarted 3 times (Starting no room)");
  }

  @Test
  void anEndOfLongAgoIsNoReasonForWhatIsNow() {
    assertThat(
            ContainerFailures.of(
                pod("False", ended(5, "Error", "2026-11-23T09:00:00Z", "running: {}")), NOW))
        .isEmpty();
    assertThat(ContainerFailures.of(pod("True", ended(5, "Error", SINCE, "running: {}")), NOW))
        .isEmpty();
  }

  @Test
  void memoryThatDoesNotSufficeAgainAndAgainIsAFailureOfAPodThatIsReady() {
    assertThat(failure(pod("False", ended(1, "OOMKilled", SINCE, "running: {}"))).cause())
        .isEqualTo(Cause.Memory);
    assertThat(ContainerFailures.of(pod("True", ended(2, "OOMKilled", SINCE, "running: {}")), NOW))
        .isEmpty();
    assertThat(failure(pod("True", ended(3, "OOMKilled", SINCE, "running: {}"))))
        .extracting(PodFailure::cause, PodFailure::reason)
        .containsExactly(Cause.MemoryAgain, "OOMKilled");
  }

  @Test
  void aPodWithoutANodeSaysWhatTheSchedulerSays() {
    var pod =
        Serialization.unmarshal(
            """
            metadata: {name: d-smtp-0}
            spec: {}
            status:
              phase: Pending
              conditions:
              - type: PodScheduled
                status: "False"
                reason: Unschedulable
                message: "0/3 nodes are available: 3 Insufficient memory."
                lastTransitionTime: "%s"
            """
                .formatted(SINCE),
            Pod.class);

    assertThat(failure(pod))
        .isEqualTo(
            new PodFailure(
                Cause.Unschedulable,
                "Unschedulable",
                "d-smtp-0: 0/3 nodes are available: 3 Insufficient memory.",
                Instant.parse(SINCE)));
  }

  @Test
  void whatOthersSayIsOneLineThatAStatusTakes() {
    assertThat(ContainerFailures.words("a\n\tb" + "c".repeat(5000)))
        .startsWith("a bc")
        .hasSize(512);
    assertThat(ContainerFailures.words(null)).isEmpty();
  }

  @Test
  void aStatusThatSaysNothingIsNoFailure() {
    assertThat(ContainerFailures.of(Serialization.unmarshal("metadata: {name: x}", Pod.class), NOW))
        .isEmpty();
    assertThat(ContainerFailures.of(pod("False", "state: {}"), NOW)).isEmpty();
    assertThat(ContainerFailures.of(pod("False", "state: {waiting: {}}"), NOW)).isEmpty();
  }
}
