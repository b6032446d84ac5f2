package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events tell of each cause once, and of a crowd by a few. */
class EventsIT {
  private static final int CROWD = 60;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void whatHappensAgainIsCountedAndOneCauseIsOneEvent() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port));
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      refused();
      mended();
      refused();
      Awaitility.await("the Event is counted")
          .until(() -> warnings().stream().anyMatch(event -> event.getCount() == 2));
      mended();

      // CredentialsReady and Stalled turned with it, twice.
      assertThat(warnings())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getMessage()).startsWith("Ready is False: spec.sieve: ");
                assertThat(event.getReason()).isEqualTo("NotActedOn");
                assertThat(event.getLastTimestamp())
                    .isGreaterThanOrEqualTo(event.getFirstTimestamp());
              });
    }
  }

  @Test
  void aCrowdIsToldOfByAFewAndAnOperatorThatStartsAnewTellsNothingAgain() {
    try (var node = PlayedNode.in(api.client(), api.namespace())) {
      try (var operator = RunningOperator.in(api)) {
        seen.apply(
            Declarations.server(port)
                + IntStream.range(0, CROWD)
                    .mapToObj(i -> Declarations.user("user-" + i, "sieve: keep"))
                    .collect(Collectors.joining()));
        for (int i = 0; i < CROWD; i++) {
          seen.await(MailUser.class, "user-" + i, "Ready", "False");
        }
        Awaitility.await("twenty are told of").until(() -> warnings().size() >= 20);
      }
      var told = warnings();
      assertThat(told).hasSize(20);
      assertThat(told)
          .filteredOn(event -> event.getMessage().contains("kubectl get mailusers -n"))
          .as("the last one says where the others are")
          .hasSize(1);

      try (var operator = RunningOperator.in(api)) {
        seen.apply(Declarations.user("alice", ""));
        seen.await(MailUser.class, "alice", "Ready", "True");
        Awaitility.await().during(Duration.ofSeconds(1)).until(() -> warnings().size() == 20);
      }
      assertThat(warnings()).containsExactlyInAnyOrderElementsOf(told);
    }
  }

  private void refused() {
    seen.apply(Declarations.user("bob", "sieve: keep"));
    seen.await(MailUser.class, "bob", "Ready", "False");
  }

  private void mended() {
    seen.apply(Declarations.user("bob", ""));
    seen.await(MailUser.class, "bob", "Ready", "True");
  }

  private List<Event> warnings() {
    return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals("MailUser"))
        .filter(event -> event.getType().equals("Warning"))
        .toList();
  }
}
