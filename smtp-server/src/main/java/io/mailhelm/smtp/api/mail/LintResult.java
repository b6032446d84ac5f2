package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.ContentRules.Action;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.lint.ContentFinding;
import io.mailhelm.smtp.lint.LintReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a message that was checked: what was found, and what the user's policy says. */
@Schema(name = "Linted")
record LintResult(
    @Schema(description = "0 to 10: 10 is the score of a message in which nothing is found.")
        int score,
    @Schema(description = "The SendPolicy of the user, whose words and size are looked for.")
        String policy,
    @Schema(
            enumeration = {"accept", "warn", "reject"},
            description = "What the policy would do with the message for its content.")
        String verdict,
    List<Finding> findings) {

  /** Something that a check found. */
  @Schema(name = "LintFinding")
  record Finding(
      @Schema(
              enumeration = {
                "plain-text-part",
                "list-unsubscribe",
                "url-shorteners",
                "spam-words",
                "size",
                "executable-attachments",
                "missing-fields",
                "from-alignment"
              })
          String check,
      @Schema(description = "What it is and what to do.") String sentence,
      @Schema(description = "Where it shows: at most 5 texts of 100 characters.")
          List<String> evidence,
      @Schema(description = "What it takes from the score.") int points,
      @Schema(
              enumeration = {"off", "warn", "reject"},
              description = "What the policy does about it.")
          String action) {}

  /** By the policy of the user. */
  static LintResult of(LintReport report, SendPolicy policy) {
    var rules = policy.content();
    return new LintResult(
        report.score(),
        policy.name(),
        verdict(report, rules),
        report.findings().stream().map(finding -> finding(finding, rules)).toList());
  }

  private static Finding finding(ContentFinding found, ContentRules rules) {
    return new Finding(
        found.check().label(),
        found.sentence(),
        found.evidence(),
        found.points(),
        action(found, rules).map(LintResult::word).orElse("off"));
  }

  private static String verdict(LintReport report, ContentRules rules) {
    var actions =
        report.findings().stream().flatMap(finding -> action(finding, rules).stream()).toList();
    return Stream.of(Action.Reject, Action.Warn)
        .filter(actions::contains)
        .findFirst()
        .map(LintResult::word)
        .orElse("accept");
  }

  private static Optional<Action> action(ContentFinding finding, ContentRules rules) {
    return Optional.ofNullable(rules.actions().get(finding.check()));
  }

  private static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
