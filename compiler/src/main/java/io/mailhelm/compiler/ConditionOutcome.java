package io.mailhelm.compiler;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The status, reason and message of one condition. */
record ConditionOutcome(Status status, String reason, String message) {
  static final ConditionOutcome NOT_CHECKED =
      new ConditionOutcome(Status.Unknown, "NotChecked", "nothing looks at this yet");

  /** The three values of a condition, worst first. */
  enum Status {
    False,
    Unknown,
    True;

    /** The status that a condition states; any word but these three counts as Unknown. */
    static Status of(String word) {
      return Stream.of(values())
          .filter(each -> each.name().equals(word))
          .findFirst()
          .orElse(Unknown);
    }
  }

  static ConditionOutcome yes(String reason, String message) {
    return new ConditionOutcome(Status.True, reason, message);
  }

  static ConditionOutcome no(String reason, String message) {
    return new ConditionOutcome(Status.False, reason, message);
  }

  static ConditionOutcome unknown(String reason, String message) {
    return new ConditionOutcome(Status.Unknown, reason, message);
  }

  /** The outcome of {@code parts} together: the worst of them, with its reason. */
  static ConditionOutcome all(List<ConditionOutcome> parts) {
    return parts.stream()
        .min(Comparator.comparing(ConditionOutcome::status))
        .filter(worst -> worst.status() != Status.True)
        .orElse(yes("Ready", "it runs as declared"));
  }
}
