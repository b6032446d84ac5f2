package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.compiler.ObservedPolicy;
import io.mailhelm.compiler.ObservedPolicy.Counts;
import io.mailhelm.compiler.ObservedPolicy.Pause;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodPoliciesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final PodPolicies memory = new PodPolicies();

  private static PodReport report(String policies) {
    try {
      return new ObjectMapper().readValue("{\"policies\":%s}".formatted(policies), PodReport.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static PodReport news(long delivered, long bounced, String more) {
    return report(
        """
        [{"name":"news","rates":{"delivered":%d,"bounced":%d,"window":"24h"}%s}]
        """
            .formatted(delivered, bounced, more));
  }

  private ObservedPolicy news(Instant now) {
    return memory.of(Set.of("a", "b"), now).get("news");
  }

  @Test
  void addsUpWhatPodsSay() {
    memory.heard(
        Map.of(
            "a",
            news(90, 10, ",\"paused\":{\"reason\":\"HighBounceRate\",\"message\":\"10 %\"}"),
            "b",
            news(10, 1, "")));

    assertThat(news(NOW))
        .isEqualTo(
            new ObservedPolicy(
                new Counts(100, 11, 0, 0, 0),
                Optional.of(new Pause("HighBounceRate", "10 %")),
                Optional.empty()));
    assertThat(memory.of(Set.of("b"), NOW.plusSeconds(60)).get("news").counts())
        .isEqualTo(new Counts(10, 1, 0, 0, 0));
    assertThat(memory.of(Set.of(), NOW.plusSeconds(120))).isEmpty();
  }

  @Test
  void showsNumbersOnceAMinuteAndAPauseAtOnce() {
    memory.heard(Map.of("a", news(10, 0, "")));
    assertThat(news(NOW).counts().delivered()).isEqualTo(10);

    memory.heard(Map.of("a", news(11, 0, "")));
    assertThat(news(NOW.plusSeconds(59)).counts().delivered()).isEqualTo(10);
    assertThat(news(NOW.plusSeconds(60)).counts().delivered()).isEqualTo(11);

    memory.heard(Map.of("a", news(11, 9, ",\"paused\":{\"reason\":\"HighBounceRate\"}")));
    assertThat(news(NOW.plusSeconds(61)).pause()).isPresent();
    assertThat(news(NOW.plusSeconds(61)).counts().bounced()).isEqualTo(9);
  }

  @Test
  void aClockThatIsSetBackStopsNothing() {
    memory.heard(Map.of("a", news(10, 0, "")));
    news(NOW);
    memory.heard(Map.of("a", news(11, 0, "")));

    assertThat(news(NOW.minusSeconds(9_999)).counts().delivered()).isEqualTo(11);
  }

  @Test
  void whatMakesNoSenseCountsAsNotSaid() {
    memory.heard(
        Map.of(
            "a",
            report(
                """
                [{"name":"news","rates":{"delivered":-5,"bounced":9223372036854775807},
                  "paused":{"reason":"<script>","message":"x"},
                  "warmUp":{"day":0,"cap":-1,"used":-1,"resetsAt":"soon"}},
                 {"name":"news","rates":{"bounced":9223372036854775807},
                  "warmUp":{"day":2,"cap":-1,"used":-1,"resetsAt":"soon"}},
                 {"rates":null}, null, {"name":"%s"}]
                """
                    .formatted("n".repeat(300)))));

    assertThat(memory.of(Set.of("a"), NOW))
        .isEqualTo(
            Map.of(
                "news",
                new ObservedPolicy(
                    new Counts(0, 2_000_000_000_000L, 0, 0, 0),
                    Optional.empty(),
                    Optional.empty())));
    memory.heard(Map.of("a", report("null")));
    assertThat(memory.of(Set.of("a"), NOW)).isEmpty();
  }
}
