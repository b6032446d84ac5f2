package io.mailhelm.cli.probe;

import java.util.Objects;

/**
 * One thing the probe looked at.
 *
 * @param verdict whether it is as it should be
 * @param subject what was looked at, e.g. {@code STARTTLS}
 * @param text what was seen and, where it is bad, what to do
 */
public record ProbeFinding(Verdict verdict, String subject, String text) {
  /** Whether it is as it should be. */
  public enum Verdict {
    ok,
    note,
    bad
  }

  public ProbeFinding {
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(text);
  }
}
