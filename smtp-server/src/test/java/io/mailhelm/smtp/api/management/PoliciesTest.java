package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeSending;
import io.mailhelm.smtp.reputation.PauseReason;
import io.mailhelm.smtp.reputation.PolicyStanding;
import io.mailhelm.smtp.reputation.RateExceeded;
import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyOutcomes.DestinationSums;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoliciesTest {
  private static final Instant SINCE = Instant.parse("2026-11-23T07:00:00Z");

  @Inject BoundPorts ports;
  @Inject FakeSending sending;

  private ApiClient operator;

  @BeforeEach
  void ask() {
    operator = ApiClient.operator(ports.management());
    sending.standings(
        List.of(
            standing("news", new OutcomeSums(92, 8, 0, 0, 1), Optional.of(SINCE)),
            standing("team", OutcomeSums.NONE, Optional.empty())));
  }

  @AfterEach
  void clear() {
    sending.standings(List.of());
  }

  private static PolicyStanding standing(
      String name, OutcomeSums sums, Optional<Instant> pausedSince) {
    var policy =
        new SendPolicy(
            name,
            "example-test",
            List.of(),
            SendPolicy.From.OwnAddresses,
            List.of(),
            false,
            List.of(),
            DeliveryRules.DEFAULT);
    return new PolicyStanding(
        policy,
        sums,
        pausedSince.isPresent()
            ? List.of(new DestinationSums("x.example", new OutcomeSums(0, 8, 0, 0, 0)))
            : List.of(),
        pausedSince.map(since -> new RateExceeded(PauseReason.HighBounceRate, "too many")),
        pausedSince,
        Optional.empty());
  }

  @Test
  void showsWhatCameOfTheirMail() {
    var policies = operator.get("/policies").json().get("policies");
    assertThat(policies).hasSize(2);
    var news = policies.get(0);
    assertThat(news).isEqualTo(operator.get("/policies/news").json());
    assertThat(news.at("/paused/reason").asText()).isEqualTo("HighBounceRate");
    assertThat(news.at("/paused/message").asText()).isEqualTo("too many");
    assertThat(news.at("/paused/since").asText()).isEqualTo("2026-11-23T07:00:00Z");
    assertThat(news.at("/rates/sample").asInt()).isEqualTo(100);
    assertThat(news.at("/rates/bouncePercent").asText()).isEqualTo("8");
    assertThat(news.at("/rates/complaintPercent").asText()).isEqualTo("1.087");
    assertThat(news.at("/rates/worst/0/domain").asText()).isEqualTo("x.example");
    assertThat(policies.get(1).has("paused")).isFalse();
    assertThat(policies.get(1).at("/rates/sample").asInt()).isZero();
    var told = operator.get("/config").json().get("policies");
    assertThat(told).hasSize(2);
    assertThat(told.at("/0/paused")).isEqualTo(news.get("paused"));
    assertThat(told.at("/0/rates/bounced").asInt()).isEqualTo(8);
    assertThat(told.at("/0/rates/worst")).isEmpty();
  }

  @Test
  void resumesOneByName() {
    assertThat(operator.post("/policies/news/resume", "").status()).isEqualTo(200);
    assertThat(sending.resumed()).containsExactly("news");
    assertThat(operator.post("/policies/other/resume", "").status()).isEqualTo(404);
    assertThat(operator.get("/policies/other").status()).isEqualTo(404);
  }
}
