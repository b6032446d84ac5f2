package io.mailhelm.smtp.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsReferenceTest {
  private static final Path PAGE =
      Path.of(System.getProperty("mailhelm.root"), "docs/reference/metrics.md");

  @Test
  void theReferencePageListsEveryMetric() throws IOException {
    var expected = page();
    if (Boolean.getBoolean("mailhelm.generate")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE).as("make it with: make generate").content().isEqualTo(expected);
  }

  @Test
  void whatIsRegisteredIsWhatIsListed() {
    var listed =
        Arrays.stream(MetricName.values())
            .map(MetricName::exposed)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(registered()).isEqualTo(listed);
  }

  /** The families of a server to which everything has happened. */
  private static Set<String> registered() {
    var metrics = new Metrics(Clock.systemUTC());
    var peer = InetAddress.ofLiteral("192.0.2.1");
    metrics.watchStore(() -> new Metrics.StoreFigures(true, true, 0, 0, 0, 0));
    metrics.watchIntake(() -> false);
    metrics.watchWarmUps(
        () -> List.of(new WarmUpFigures("team", Optional.empty(), Optional.of(20), 0, 0)));
    metrics.watchQueue(() -> new Metrics.QueueFigures(0, Map.of(), 0, Duration.ZERO));
    metrics.watchDomains(
        () ->
            List.of(
                new DomainFigures(
                    "example.test",
                    Map.of("Mx", true),
                    Map.of("rsa2048", Duration.ofDays(1)),
                    Map.of("list.test", false))));
    metrics.watchPolicies(
        () -> List.of(new PolicyFigures("team", true, 0.1, 0, OptionalDouble.of(0.05))));
    metrics.watchDescriptors(() -> false);
    metrics.watchPort25(() -> false);
    try (var log =
        new EventLog(
            LogFormat.TEXT,
            new PrintStream(PrintStream.nullOutputStream()),
            Optional.empty(),
            Clock.systemUTC())) {
      metrics.watchLog(log);
    }
    metrics.on(new Event.Connected("s", "smtp", peer));
    metrics.on(new Event.Refused("smtp", peer, Event.Refused.Limit.CONNECTIONS));
    metrics.on(new Event.Replied("smtp", "EHLO", 250));
    metrics.on(MetricsTest.login("PLAIN", LoginOutcome.OK));
    metrics.on(MetricsTest.accepted(1, 1));
    metrics.on(new Event.Rejected("s", "smtp", 550, RejectionReason.UnknownUser, "", true));
    metrics.on(MetricsTest.attempted("news", 250, "2.1.5"));
    metrics.on(
        new Event.TlsChecked("x.example", "sts", "mx.x.example", Event.TlsChecked.SECURED, ""));
    metrics.on(new Event.ConfigLoaded("aa", 1, 1, List.of(), List.of()));
    metrics.on(new Event.Unsigned("A", "example.com", 256));
    metrics.on(new Event.Failed(FailurePlace.API, new IllegalStateException()));
    metrics.on(
        new Event.ReportOmitted("id", "a@b.example", Event.ReportOmitted.Reason.MAILBOX_FULL));
    metrics.on(new Event.Answered("management", "GET", 200));
    metrics.on(new Event.Visited(Event.Visited.Page.MTA_STS, 200));
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2])
        // Micrometer keeps the slowest of a while beside each timer.
        .filter(name -> !name.endsWith("_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String page() {
    var text = new StringBuilder();
    text.append(
        """
        # Metrics

        Served in Prometheus' form at `/metrics` on the port of the probes (9000), without credentials. No label
        carries an address, a name of a user or anything a peer can make up. Counters are there at 0 from the start.

        | Metric | Type | Labels | Meaning |
        |---|---|---|---|
        """);
    for (var name : MetricName.values()) {
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  name.exposed(),
                  type(name),
                  name.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
                  name.meaning()));
    }
    text.append(
        """

        ## Values of labels

        | Label | Of | Values |
        |---|---|---|
        """);
    text.append(values("limit", MetricName.CONNECTIONS_REFUSED, FreshCounters.LIMITS));
    text.append(values("result", MetricName.LOGINS, FreshCounters.LOGIN_OUTCOMES));
    text.append(values("reason", MetricName.REJECTED, FreshCounters.REASONS));
    text.append(values("where", MetricName.FAILURES, FreshCounters.PLACES));
    text.append(values("reason", MetricName.REPORTS_OMITTED, FreshCounters.OMISSIONS));
    text.append(values("policy", MetricName.TLS, FreshCounters.TLS_POLICIES));
    text.append(values("result", MetricName.TLS, FreshCounters.TLS_RESULTS));
    text.append(values("page", MetricName.WEB, FreshCounters.PAGES));
    return text.toString();
  }

  private static String values(String label, MetricName name, List<String> values) {
    assertThat(name.labels()).contains(label);
    return "| `%s` | `%s` | %s |\n"
        .formatted(
            label,
            name.exposed(),
            values.stream().map("`%s`"::formatted).collect(Collectors.joining(", ")));
  }

  private static String type(MetricName name) {
    return name.type() == MetricName.Type.TIMER
        ? "histogram"
        : name.type().name().toLowerCase(Locale.ROOT);
  }
}
