package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.compiler.PodFailure;
import io.mailhelm.compiler.PodFailure.Cause;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodReadinessTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final String SINCE = "2026-11-30T09:58:00Z";

  /** What a pod says; empty: nothing at all. */
  private record Says(Optional<String> answer) implements PodClient {
    @Override
    public PodReport config(Target target) {
      throw new AssertionError("nobody asks for it");
    }

    @Override
    public String unready(String address, int port) throws IOException {
      assertThat(address + ":" + port).isEqualTo("192.0.2.1:9000");
      return answer.orElseThrow(() -> new IOException("silent"));
    }

    @Override
    public PodMailboxes mailboxes(Target target, String after) {
      throw new AssertionError("nobody asks for it");
    }
  }

  private static Pod pod(String ready, String since, String state) {
    return Serialization.unmarshal(
        """
        metadata: {name: d-smtp-0, creationTimestamp: "2026-11-30T09:00:00Z"}
        spec:
          containers:
          - name: beside
            ports: [{name: probes, containerPort: 1}]
          - name: smtp-server
            ports: [{name: smtp, containerPort: 2025}, {name: probes, containerPort: 9000}]
        status:
          podIP: 192.0.2.1
          conditions:
          - {type: Ready, status: "%s", lastTransitionTime: "%s", reason: ContainersNotReady,
             message: 'containers with unready status: [beside]'}
          containerStatuses: [{name: smtp-server, state: {%s}}]
        """
            .formatted(ready, since, state),
        Pod.class);
  }

  private static String running(String startedAt) {
    return "running: {startedAt: '%s'}".formatted(startedAt);
  }

  private static Optional<PodFailure> failure(Pod pod, Optional<String> says) throws Exception {
    return new PodReadiness(new Says(says)).of(pod, NOW);
  }

  @Test
  void aServerThatTakesNoMailSaysWhyInItsOwnWords() throws Exception {
    var pod = pod("False", SINCE, running("2026-11-30T09:01:00Z"));

    assertThat(failure(pod, Optional.of("All mail is refused.\nDelete mail.\n")))
        .contains(
            new PodFailure(
                Cause.NotReady,
                "NotAccepting",
                "d-smtp-0 takes no mail (All mail is refused. Delete mail)",
                Instant.parse(SINCE)));
    assertThat(failure(pod, Optional.of("x".repeat(5_000))).orElseThrow().message())
        .hasSizeLessThan(600);
  }

  @Test
  void aPodThatDoesNotAnswerIsSaidToBeSilent() throws Exception {
    assertThat(failure(pod("False", SINCE, running(SINCE)), Optional.empty()))
        .get()
        .extracting(PodFailure::reason, PodFailure::message)
        .containsExactly(
            "NotAnswering", "d-smtp-0 runs, is not ready, and does not say why on its port 9000");
  }

  @Test
  void whereTheServerTakesMailItIsTheClustersWordThatCounts() throws Exception {
    assertThat(failure(pod("False", SINCE, running(SINCE)), Optional.of("")))
        .get()
        .extracting(PodFailure::reason, PodFailure::message)
        .containsExactly(
            "ContainersNotReady",
            "d-smtp-0 takes mail and is not ready: containers with unready status: [beside]");
    var justNow = pod("False", "2026-11-30T09:59:50Z", running(SINCE));
    assertThat(failure(justNow, Optional.of(""))).as("the next probe may show it").isEmpty();
  }

  @Test
  void oneThatIsReadyStartsOrHasEndedIsNotAsked() throws Exception {
    for (var pod :
        new Pod[] {
          pod("True", SINCE, running(SINCE)),
          pod("False", SINCE, running("2026-11-30T09:59:50Z")),
          pod("False", SINCE, "terminated: {exitCode: 1}"),
          pod("False", SINCE, "waiting: {reason: ContainerCreating}")
        }) {
      assertThat(failure(pod, Optional.of("starting"))).isEmpty();
    }
  }
}
