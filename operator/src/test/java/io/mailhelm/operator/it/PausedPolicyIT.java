package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus.RatesStatus;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What servers say of the mail of a SendPolicy, in its status and in Events. */
class PausedPolicyIT {
  private static final String POLICY =
      """
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: SendPolicy
      metadata: {name: news%s}
      spec: {domainRef: {name: example-com}, default: true, reputation: {}}
      """;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  private static Map<String, Object> rates(int delivered, int bounced) {
    return Map.of("delivered", delivered, "bounced", bounced);
  }

  private List<String> events(String reason) {
    return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }

  @Test
  void aPolicyThatServersPausedSaysWhyUntilSomebodyResumesIt() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var pod = node.pod("example-com-smtp-0");
      pod.tellsOf(
          Map.of(
              "name",
              "news",
              "rates",
              rates(90, 10),
              "paused",
              Map.of("reason", "HighBounceRate", "message", "10 % of 100 recipients bounced")));
      var port = KubeApi.freePort();
      seen.apply(Declarations.server(port) + POLICY.formatted(""));

      var paused = seen.await(SendPolicy.class, "news", "Paused", "True");
      var condition = Seen.condition(paused, "Paused").orElseThrow();
      assertThat(condition.reason()).isEqualTo("HighBounceRate");
      assertThat(condition.message()).isEqualTo("10 % of 100 recipients bounced");
      assertThat(paused.getStatus().rates()).isEqualTo(new RatesStatus("10", "0", 100));
      Awaitility.await().until(() -> !events("HighBounceRate").isEmpty());
      assertThat(events("HighBounceRate").getFirst()).contains("10 % of 100 recipients bounced");

      pod.tellsOf(Map.of("name", "news", "rates", rates(0, 0)));
      seen.apply(
          POLICY.formatted(", annotations: {mailhelm.io/resume-at: \"2026-11-22T10:00:00Z\"}"));

      var resumed = seen.await(SendPolicy.class, "news", "Paused", "False");
      assertThat(resumed.getStatus().rates()).isEqualTo(new RatesStatus("0", "0", 0));
      Awaitility.await().until(() -> !events("NotPaused").isEmpty());
      Awaitility.await()
          .until(
              () ->
                  pod.config().orElseThrow().sendPolicies().stream()
                      .anyMatch(policy -> policy.resumedAt().isPresent()));
      assertThat(node.trouble()).isEmpty();
    }
  }
}
