package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may connect to the operator's pod. */
class NetworkPolicyTest {
  @Test
  void withoutAWordNobodyConnects() throws IOException {
    var it = Chart.render("{}");
    var policy = it.the("NetworkPolicy");

    assertThat(policy.at("/spec/podSelector/matchLabels"))
        .isEqualTo(it.the("Deployment").at("/spec/selector/matchLabels"));
    assertThat(Chart.list(policy.at("/spec/policyTypes"))).containsExactly("Ingress");
    assertThat(Chart.list(policy.at("/spec/ingress"))).isEmpty();
  }

  @Test
  void whoScrapesReachesThePortOfItsMetricsAndNoOther() throws IOException {
    var any = ingress("monitoring: {podMonitor: {enabled: true}}");
    var one = ingress("networkPolicy: {metricsFrom: [{podSelector: {matchLabels: {app: prom}}}]}");

    assertThat(Chart.list(any.path("from"))).containsExactly(Map.of("namespaceSelector", Map.of()));
    assertThat(Chart.list(one.path("from")))
        .containsExactly(Map.of("podSelector", Map.of("matchLabels", Map.of("app", "prom"))));
    var service = ingress("monitoring: {serviceMonitor: {enabled: true}}");
    assertThat(service).isEqualTo(any);
    for (var rule : List.of(any, one)) {
      assertThat(Chart.list(rule.path("ports")))
          .containsExactly(Map.of("protocol", "TCP", "port", "http"));
    }
  }

  @Test
  void whomItMayReachIsForTheAdministratorToSay() throws IOException {
    var policy =
        Chart.render("networkPolicy: {egress: [{ports: [{port: 53}]}]}").the("NetworkPolicy");

    assertThat(Chart.list(policy.at("/spec/policyTypes"))).containsExactly("Ingress", "Egress");
    assertThat(policy.at("/spec/egress/0/ports/0/port").asInt()).isEqualTo(53);
  }

  @Test
  void thereIsNoneWhereNoneIsWanted() throws IOException {
    assertThat(Chart.render("networkPolicy: {enabled: false}").of("NetworkPolicy")).isEmpty();
  }

  private static JsonNode ingress(String values) throws IOException {
    return Chart.render(values).the("NetworkPolicy").at("/spec/ingress/0");
  }
}
