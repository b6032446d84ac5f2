package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.RecordVerdict;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of checking a record.
 *
 * @param observed what was seen
 * @param advice sentences; empty: nothing to do
 */
record RecordFinding(List<String> observed, RecordVerdict verdict, String advice) {
  RecordFinding {
    observed = List.copyOf(observed);
  }

  static RecordFinding match(List<String> observed, String... advice) {
    return new RecordFinding(observed, RecordVerdict.Match, sentences(advice));
  }

  static RecordFinding mismatch(List<String> observed, String... advice) {
    return new RecordFinding(observed, RecordVerdict.Mismatch, sentences(advice));
  }

  static RecordFinding unknown(List<String> observed, String... advice) {
    return new RecordFinding(observed, RecordVerdict.Unknown, sentences(advice));
  }

  static RecordFinding extra(List<String> observed, String... advice) {
    return new RecordFinding(observed, RecordVerdict.Extra, sentences(advice));
  }

  /** The record is missing; only where a name server said that there is none. */
  static RecordFinding missing(String... advice) {
    return new RecordFinding(List.of(), RecordVerdict.Missing, sentences(advice));
  }

  /** The same where other records exist. */
  static RecordFinding missingAmong(List<String> observed, String... advice) {
    return new RecordFinding(observed, RecordVerdict.Missing, sentences(advice));
  }

  static RecordFinding error(String reason) {
    return new RecordFinding(
        List.of(), RecordVerdict.Error, "It cannot be told: %s.".formatted(reason));
  }

  /** The same where something was seen before the failure. */
  static RecordFinding error(List<String> observed, String reason) {
    return new RecordFinding(
        observed, RecordVerdict.Error, "It cannot be told: %s.".formatted(reason));
  }

  private static String sentences(String... advice) {
    return Arrays.stream(advice)
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
