package io.mailhelm.smtp.observe;

import io.mailhelm.config.ContentRules;
import io.mailhelm.smtp.observe.Event.Refused.Limit;
import io.mailhelm.smtp.observe.Event.Visited.Page;
import io.mailhelm.smtp.protocol.Verb;
import io.mailhelm.smtp.store.Attempt;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Registers counters at 0 before anything has happened. Prometheus takes the first value that it
 * sees as a counter's beginning: the first event of a counter that appears with it is in no {@code
 * increase()}, and alerts miss what happens once.
 */
final class FreshCounters {
  /** Beyond these the counters of a SendPolicy come with its mail: they are 29 each. */
  static final int POLICIES = 100;

  static final List<String> MAIL_API = List.of("mail-api");
  private static final List<String> APIS = List.of("mail-api", "management");
  static final List<String> PLACES = labels(FailurePlace.values(), FailurePlace::label);
  static final List<String> OMISSIONS = labels(Event.ReportOmitted.Reason.values(), Meters::label);
  static final List<String> REASONS = labels(RejectionReason.values(), RejectionReason::name);
  static final List<String> LOGIN_OUTCOMES = labels(LoginOutcome.values(), Meters::label);
  static final List<String> LIMITS = labels(Limit.values(), Limit::label);
  private static final List<String> HTTP_LIMITS =
      List.of(Limit.CONNECTIONS.label(), Limit.CONNECTIONS_PER_ADDRESS.label());
  private static final List<String> CLASSES = List.of("2xx", "3xx", "4xx", "5xx");
  private static final List<String> REFUSALS = List.of("4xx", "5xx");
  static final List<String> PAGES = labels(Page.values(), Meters::label);

  /** RFC 8460 §4.2. */
  static final List<String> TLS_POLICIES = List.of("tlsa", "sts", "no-policy-found");

  /** RFC 8460 §4.3. */
  static final List<String> TLS_RESULTS =
      List.of(
          Event.TlsChecked.SECURED,
          "starttls-not-supported",
          "certificate-host-mismatch",
          "certificate-expired",
          "certificate-not-trusted",
          "validation-failure",
          "tlsa-invalid",
          "dnssec-invalid",
          "dane-required",
          "sts-policy-fetch-error",
          "sts-policy-invalid",
          "sts-webpki-invalid");

  private final MeterRegistry registry;

  FreshCounters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Those that every server has. */
  void ofServer() {
    all(MetricName.FAILURES, PLACES);
    all(MetricName.REPORTS_OMITTED, OMISSIONS);
    all(MetricName.TLS, TLS_POLICIES, TLS_RESULTS);
    all(MetricName.API, APIS, Meters.METHODS, CLASSES);
    all(MetricName.WEB, PAGES, CLASSES);
    all(MetricName.LOGINS, APIS, Meters.API_MECHANISMS, LOGIN_OUTCOMES);
    all(MetricName.CONNECTIONS_REFUSED, APIS, HTTP_LIMITS);
    all(MetricName.CONNECTIONS_REFUSED, List.of("web"), HTTP_LIMITS);
    all(MetricName.REJECTED, MAIL_API, REASONS, REFUSALS);
    all(
        MetricName.CONTENT_FINDINGS,
        labels(ContentRules.Check.values(), ContentRules.Check::label),
        labels(ContentRules.Action.values(), Meters::label));
  }

  /** Those of a listener for SMTP. */
  void ofListener(String listener) {
    var one = List.of(listener);
    all(MetricName.COMMANDS, one, Stream.of(Verb.values()).map(Verb::name).toList(), CLASSES);
    all(MetricName.LOGINS, one, Meters.MECHANISMS, LOGIN_OUTCOMES);
    all(MetricName.CONNECTIONS_REFUSED, one, LIMITS);
    all(MetricName.REJECTED, one, REASONS, REFUSALS);
  }

  /** Those of the mail under a SendPolicy. */
  void ofPolicy(String policy) {
    all(MetricName.LIMITS_APPROACHED, List.of(policy));
    all(MetricName.LIMITS_REACHED, List.of(policy));
    for (var outcome : Attempt.Outcome.values()) {
      var word = List.of(Meters.label(outcome));
      all(MetricName.ATTEMPTS, List.of(policy), word, enhanced(outcome));
    }
  }

  /** The class of RFC 3463 that an outcome has, with each of its subjects. */
  private static List<String> enhanced(Attempt.Outcome outcome) {
    var digit =
        switch (outcome) {
          case DELIVERED -> 2;
          case DEFERRED -> 4;
          case FAILED -> 5;
        };
    return Stream.concat(
            IntStream.rangeClosed(0, 7).mapToObj(subject -> digit + "." + subject),
            Stream.of("other"))
        .toList();
  }

  private static <E> List<String> labels(E[] values, Function<E, String> label) {
    return Stream.of(values).map(label).toList();
  }

  /** One for each combination of the values of its labels. */
  @SafeVarargs
  private void all(MetricName name, List<String>... values) {
    var rows = Stream.of(List.<String>of());
    for (var more : values) {
      rows =
          rows.flatMap(
              row ->
                  more.stream()
                      .map(value -> Stream.concat(row.stream(), Stream.of(value)).toList()));
    }
    rows.forEach(row -> Meters.counter(registry, name, row.toArray(String[]::new)));
  }
}
