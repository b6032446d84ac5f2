package io.mailhelm.cli.probe;

import java.util.Objects;

/**
 * The result of one check of a probe.
 *
 * @param verdict whether it is as it should be
 * @param subject what was checked, e.g. {@code STARTTLS}
 * @param text what was seen and, where it is bad, what to do
 */
public record ProbeFinding(Verdict verdict, String subject, String text) {
  /** The verdict on what was checked. */
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
