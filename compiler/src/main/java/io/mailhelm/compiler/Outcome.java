package io.mailhelm.compiler;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What one condition says. */
record Outcome(Status status, String reason, String message) {
  static final Outcome NOT_CHECKED =
      new Outcome(Status.Unknown, "NotChecked", "nothing looks at this yet");

  /** The three values of a condition, worst first. */
  enum Status {
    False,
    Unknown,
    True;

    /** What a condition says; a word that is none of the three says nothing. */
    static Status of(String word) {
      return Stream.of(values())
          .filter(each -> each.name().equals(word))
          .findFirst()
          .orElse(Unknown);
    }
  }

  static Outcome yes(String reason, String message) {
    return new Outcome(Status.True, reason, message);
  }

  static Outcome no(String reason, String message) {
    return new Outcome(Status.False, reason, message);
  }

  static Outcome unknown(String reason, String message) {
    return new Outcome(Status.Unknown, reason, message);
  }

  /** All of {@code parts}: the worst of them, with its reason. */
  static Outcome all(List<Outcome> parts) {
    return parts.stream()
        .min(Comparator.comparing(Outcome::status))
        .filter(worst -> worst.status() != Status.True)
        .orElse(yes("Ready", "it runs as declared"));
  }
}
