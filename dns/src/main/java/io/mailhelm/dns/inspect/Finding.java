package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a look at a record came to.
 *
 * @param observed what was seen
 * @param advice sentences; empty: nothing to do
 */
record Finding(List<String> observed, Verdict verdict, String advice) {
  Finding {
    observed = List.copyOf(observed);
  }

  static Finding match(List<String> observed, String... advice) {
    return new Finding(observed, Verdict.Match, sentences(advice));
  }

  static Finding mismatch(List<String> observed, String... advice) {
    return new Finding(observed, Verdict.Mismatch, sentences(advice));
  }

  static Finding unknown(List<String> observed, String... advice) {
    return new Finding(observed, Verdict.Unknown, sentences(advice));
  }

  static Finding extra(List<String> observed, String... advice) {
    return new Finding(observed, Verdict.Extra, sentences(advice));
  }

  /** Only where a name server said that there is none. */
  static Finding missing(String... advice) {
    return new Finding(List.of(), Verdict.Missing, sentences(advice));
  }

  /** The same where others are there. */
  static Finding missingAmong(List<String> observed, String... advice) {
    return new Finding(observed, Verdict.Missing, sentences(advice));
  }

  static Finding error(String reason) {
    return new Finding(List.of(), Verdict.Error, "It cannot be told: %s.".formatted(reason));
  }

  /** The same where something was seen before that. */
  static Finding error(List<String> observed, String reason) {
    return new Finding(observed, Verdict.Error, "It cannot be told: %s.".formatted(reason));
  }

  private static String sentences(String... advice) {
    return Arrays.stream(advice)
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
