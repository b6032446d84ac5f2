package io.mailhelm.smtp.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.send.TlsOutcomes;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server that has just begun shows every counter, at 0. */
class FreshCountersTest {
  private final Metrics metrics = new Metrics(Clock.systemUTC());

  private void load(String... policies) {
    metrics.on(
        new Event.ConfigLoaded("aa", 1, 1, List.of("smtp", "submission"), List.of(policies)));
  }

  @Test
  void everyCounterOfTheReferenceIsThere() {
    load("bulk");

    var counters =
        Arrays.stream(MetricName.values())
            .filter(name -> name.type() == MetricName.Type.COUNTER)
            .filter(name -> name != MetricName.LOG_DROPPED) // of a log, which this has none
            .collect(Collectors.partitioningBy(name -> name.labels().isEmpty()));
    assertThat(rows().map(row -> row.substring(0, row.indexOf('{'))))
        .containsAll(counters.get(false).stream().map(MetricName::exposed).toList());
    assertThat(metrics.scrape().lines())
        .containsAll(counters.get(true).stream().map(name -> name.exposed() + " 0.0").toList());
    assertThat(rows()).allMatch(row -> row.endsWith(" 0.0"));
  }

  @Test
  void whatAlertsWaitForIsThereBeforeItHappens() {
    load("bulk");

    assertThat(metrics.scrape())
        .contains("mailhelm_failures_total{where=\"store\"} 0.0")
        .contains(
            "mailhelm_attempts_total{enhanced=\"4.7\",outcome=\"deferred\",policy=\"bulk\"} 0.0")
        .contains(
            "mailhelm_attempts_total{enhanced=\"other\",outcome=\"failed\",policy=\"default\"} 0.0")
        .contains("mailhelm_messages_accepted_total{listener=\"submission\"} 0.0")
        .contains("mailhelm_messages_accepted_total{listener=\"mail-api\"} 0.0")
        .contains(
            "mailhelm_rejected_total{listener=\"smtp\",reason=\"UnknownUser\",reply=\"5xx\"} 0.0");
  }

  @Test
  void whateverHappensHasItsCounterAlready() {
    load();
    var before = rows().map(FreshCountersTest::series).collect(Collectors.toSet());
    for (var place : FailurePlace.values()) {
      metrics.on(new Event.Failed(place, "17", new IllegalStateException()));
    }
    for (var reason : Event.ReportOmitted.Reason.values()) {
      metrics.on(new Event.ReportOmitted("id", "a@b.example", reason));
    }
    for (var reason : RejectionReason.values()) {
      metrics.on(new Event.Rejected("s", "smtp", 550, reason, "", true));
    }
    for (var result : TlsOutcomes.Result.values()) {
      metrics.on(new Event.TlsChecked("d", "sts", "h", result.wire(), ""));
    }
    metrics.on(new Event.Replied("smtp", "EXPN", 502));
    metrics.on(MetricsTest.login("PLAIN", LoginOutcome.THROTTLED));
    metrics.on(MetricsTest.attempted("", 451, "4.7.650"));
    metrics.on(new Event.Answered("management", "BREW", 404));
    metrics.on(new Event.Visited(Event.Visited.Page.MTA_STS, 200));

    assertThat(rows().map(FreshCountersTest::series).filter(row -> !before.contains(row)))
        .as("add them to FreshCounters")
        .isEmpty();
  }

  @Test
  void manyPoliciesBringTheirCountersWithTheirMail() {
    load(IntStream.range(0, 500).mapToObj(i -> "p" + i).toArray(String[]::new));

    assertThat(rows().filter(row -> row.startsWith("mailhelm_attempts_total{")))
        .hasSize((FreshCounters.POLICIES + 1) * 27);
  }

  /** Of counters with labels. */
  private Stream<String> rows() {
    return metrics.scrape().lines().filter(row -> row.contains("_total{"));
  }

  private static String series(String row) {
    return row.substring(0, row.lastIndexOf(' '));
  }
}
