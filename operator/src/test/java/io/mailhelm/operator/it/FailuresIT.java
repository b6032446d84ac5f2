package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person is told of servers that do not run. */
class FailuresIT {
  private static final String POD = "example-com-smtp-0";

  /** As a kubelet says it of an image that no registry has. */
  private static final String NO_IMAGE =
      """
      phase: Pending
      conditions:
      - {type: PodScheduled, status: "True"}
      - {type: Ready, status: "False", lastTransitionTime: "2026-01-01T00:00:00Z"}
      containerStatuses:
      - name: smtp-server
        image: mailhelm/smtp-server:none
        imageID: ""
        ready: false
        restartCount: 0
        state:
          waiting:
            reason: ImagePullBackOff
            message: 'Back-off pulling image "mailhelm/smtp-server:none": ErrImagePull: not found'
      """;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();
  private final LateClock clock = new LateClock();

  @Test
  void anImageThatCannotBePulledIsSaidInTheNodesWordsAndMendedByOneThatCan() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      node.pod(POD).cannotRun(":none", NO_IMAGE);
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      seen.apply(Declarations.server(port, "  image: mailhelm/smtp-server:none"));
      var stalled = seen.await(MailDomain.class, "example-com", "Stalled", "True");

      for (var type : List.of("ServerReady", "Stalled", "Ready")) {
        assertThat(condition(stalled, type).reason()).as(type).isEqualTo("ImagePullBackOff");
        assertThat(condition(stalled, type).message())
            .as(type)
            .contains(POD + " has no image mailhelm/smtp-server:none: not found")
            .contains("the pod before it was ended first", "spec.server.image");
      }
      // Ready and Stalled say the same.
      Awaitility.await("one Event")
          .untilAsserted(
              () ->
                  assertThat(events("ImagePullBackOff"))
                      .extracting(Event::getMessage)
                      .singleElement()
                      .asString()
                      .startsWith("ServerReady is False: 0 of 1 pods are ready; "));

      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      seen.await(MailDomain.class, "example-com", "Stalled", "False");
      assertThat(node.trouble()).isEmpty();
    }
  }

  @Test
  void aQuotaThatLetsNoPodBeMadeIsSaidAndWaitsForAPersonInTime() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api, api.config(), clock)) {
      node.forbids(Optional.of("create Pod failed error: exceeded quota: two-pods"));
      seen.apply(Declarations.server(port) + Declarations.user("alice", ""));
      var waiting = seen.await(MailDomain.class, "example-com", this::saysFailedCreate);

      assertThat(condition(waiting, "ServerReady").message()).contains("exceeded quota: two-pods");
      assertThat(condition(waiting, "Stalled").status()).isEqualTo("False");

      clock.isLate(Duration.ofMinutes(2));
      seen.await(MailDomain.class, "example-com", "Stalled", "True");
      node.forbids(Optional.empty());
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      seen.await(MailDomain.class, "example-com", "Stalled", "False");
    }
  }

  @Test
  void aClaimWithoutAVolumeIsSaidInTheWordsOfItsProvisioner() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api, api.config(), clock)) {
      node.provisionsNothing(Optional.of("storageclass \"fast\" not found"));
      node.pod(POD).isBroken(true);
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "ServerReady", "False");

      clock.isLate(Duration.ofMinutes(6));
      var stalled = seen.await(MailDomain.class, "example-com", "Stalled", "True");

      assertThat(condition(stalled, "Stalled").reason()).isEqualTo("ProvisioningFailed");
      assertThat(condition(stalled, "ServerReady").message())
          .contains("claim data-" + POD + " has no volume: storageclass \"fast\" not found");
    }
  }

  @Test
  void aServerThatIsDrainedIsSaidInItsOwnWords() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      node.pod(POD).takesNoMail(Optional.of("it is drained: mailhelm drain --resume"));
      var drained =
          seen.await(
              MailDomain.class,
              "example-com",
              domain ->
                  Seen.condition(domain, "ServerReady")
                      .filter(ready -> "NotAccepting".equals(ready.reason()))
                      .isPresent());

      assertThat(condition(drained, "ServerReady").message())
          .contains(POD + " takes no mail (it is drained: mailhelm drain --resume)");
      assertThat(condition(drained, "ConfigApplied").message()).contains("it is drained");
      assertThat(condition(drained, "Stalled").status()).isEqualTo("False");
      Awaitility.await("an Event")
          .untilAsserted(
              () ->
                  assertThat(events("NotAccepting"))
                      .extracting(Event::getMessage)
                      .singleElement()
                      .asString()
                      .contains("it is drained"));

      node.pod(POD).takesNoMail(Optional.empty());
      seen.await(MailDomain.class, "example-com", "Ready", "True");
      assertThat(node.trouble()).isEmpty();
    }
  }

  private boolean saysFailedCreate(MailDomain domain) {
    return Seen.condition(domain, "ServerReady")
        .filter(ready -> "FailedCreate".equals(ready.reason()))
        .isPresent();
  }

  private List<Event> events(String reason) {
    return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals("MailDomain"))
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }

  private static Condition condition(MailDomain domain, String type) {
    return Seen.condition(domain, type).orElseThrow();
  }
}
