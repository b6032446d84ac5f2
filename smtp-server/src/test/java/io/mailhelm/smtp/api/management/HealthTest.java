package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.api.Nodes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthTest {
  @Inject BoundPorts ports;
  @Inject FakeStore store;
  @Inject ApiContext node;

  @AfterEach
  void recover() {
    store.accepting(true);
    node.live().offer(Nodes.config(List.of()), List.of());
  }

  @Test
  void saysWhereDescriptorsAllowFewerConnectionsThanDeclared() {
    var operator = ApiClient.operator(ports.management());
    var enough = operator.get("/health").json().get("descriptors");
    assertThat(enough.get("http").asInt()).isBetween(1, HttpLimits.DEFAULT.connections());
    try {
      var many = new HttpLimits(2_000_000_000, 64, Duration.ofSeconds(30));
      node.live().offer(Nodes.config(List.of(), many), List.of());
      var answer = operator.get("/health");
      assertThat(answer.status()).as("it takes mail all the same").isEqualTo(200);
      var few = answer.json().get("descriptors");
      assertThat(few.get("http").asInt()).isLessThan(2_000_000_000);
      assertThat(few.get("problem").asText()).contains("ulimit -n", "limits.http.connections");
    } finally {
      node.live().offer(Nodes.config(List.of()), List.of());
    }
  }

  @Test
  void showsTheStatusAloneToAnybody() {
    var anonymous = ApiClient.anonymous(ports.management());
    assertThat(anonymous.get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
    store.accepting(false);
    assertThat(node.whyNoMail()).as("what the probes say").contains("let the volume grow");
    var down = anonymous.get("/health");
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.body()).isEqualTo("{\"status\":\"DOWN\"}");
    assertThat(ApiClient.user(ports.management(), "alice@example.test").get("/health").body())
        .isEqualTo("{\"status\":\"DOWN\"}");
  }

  @Test
  void showsTheReasonsWithTheToken() {
    var problem =
        new Problem(
            Problem.Severity.Error,
            Reason.UnknownField,
            new ResourceRef("MailUser", "default", "alice"),
            "spec.qota",
            "did you mean 'quota'?");
    node.live().offer(Nodes.config(List.of()), List.of(problem));
    var health = ApiClient.operator(ports.management()).get("/health").json();
    assertThat(health.get("status").asText()).isEqualTo("UP");
    assertThat(health.get("config").get("hash").asText()).hasSize(64);
    assertThat(health.get("config").get("loadedAt").asText()).isEqualTo("2026-11-23T08:00:00Z");
    var shown = health.get("config").get("problems").get(0);
    assertThat(shown.get("resource").asText()).isEqualTo("MailUser default/alice");
    assertThat(shown.get("reason").asText()).isEqualTo("UnknownField");
    assertThat(shown.get("path").asText()).isEqualTo("spec.qota");
    assertThat(health.get("listeners").get(0).get("port").asInt()).isEqualTo(2525);
    assertThat(health.get("store").get("accepting").asBoolean()).isTrue();
    assertThat(health.get("store").get("acceptingLarge").asBoolean()).isTrue();
    assertThat(health.get("store").has("problem")).isFalse();
  }

  @Test
  void saysThatLargeMailIsRefused() {
    store.acceptingLarge(false);
    try {
      var answer = ApiClient.operator(ports.management()).get("/health");
      assertThat(answer.status()).as("small mail is taken").isEqualTo(200);
      var shown = answer.json().get("store");
      assertThat(shown.get("accepting").asBoolean()).isTrue();
      assertThat(shown.get("acceptingLarge").asBoolean()).isFalse();
      assertThat(shown.get("problem").asText()).startsWith("Large mail is refused for now");
    } finally {
      store.acceptingLarge(true);
    }
  }

  @Test
  void saysWhichConfigRuns() {
    var config = ApiClient.operator(ports.management()).get("/config").json();
    assertThat(config.get("running").asText()).isEqualTo(node.live().current().hash());
    assertThat(config.get("offered").asText()).isEqualTo(config.get("running").asText());
    assertThat(config.get("problems").isArray()).isTrue();
    assertThat(config.get("formats").get(0).asInt()).isEqualTo(1);
  }

  @Test
  void saysWhoTalkedToItAndWhetherItReachesOthers() {
    var config = ApiClient.operator(ports.management()).get("/config").json();
    assertThat(config.get("peers").toString())
        .isEqualTo("{\"connections\":3,\"addresses\":[\"192.0.2.7\"],\"more\":false}");
    assertThat(config.get("outbound").toString())
        .isEqualTo("{\"port25\":\"Blocked\",\"tried\":6,\"timedOut\":5}");
    var health = ApiClient.operator(ports.management()).get("/health").json();
    assertThat(health.get("outbound")).isEqualTo(config.get("outbound"));
  }
}
