package io.mailhelm.smtp.lint;

import java.util.List;

/**
 * All that was found in a message.
 *
 * @param findings one a check at most, in the order of the checks
 */
public record LintReport(List<ContentFinding> findings) {
  /** The score of a message in which nothing is found. */
  public static final int BEST = 10;

  public LintReport {
    findings = List.copyOf(findings);
  }

  /** From 0, the worst, to {@value #BEST}. */
  public int score() {
    return Math.max(0, BEST - findings.stream().mapToInt(ContentFinding::points).sum());
  }
}
