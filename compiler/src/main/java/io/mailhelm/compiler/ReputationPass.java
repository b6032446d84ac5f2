package io.mailhelm.compiler;

import io.mailhelm.config.Percent;
import io.mailhelm.config.ReputationRules;
import io.mailhelm.crds.SendPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;

/** Compiles {@code spec.reputation} of a SendPolicy, and the annotation that resumes it. */
final class ReputationPass {
  /** A person writes it; what became of mail before that time does not count. */
  static final String RESUME_AT = "mailhelm.io/resume-at";

  /** Samples are kept in steps of five minutes. */
  private static final Duration SHORTEST = Duration.ofHours(1);

  /** Samples are kept for as long. */
  private static final Duration LONGEST = Duration.ofDays(14);

  private ReputationPass() {}

  static ReputationRules rules(SendPolicy policy, Problems problems) {
    var spec = policy.getSpec().reputation();
    if (spec == null) {
      return ReputationRules.NONE;
    }
    var fields = new SpecFields(policy, problems);
    var preset =
        switch (spec.preset()) {
          case None -> ReputationRules.NONE;
          case Standard -> ReputationRules.STANDARD;
          case Strict -> ReputationRules.STRICT;
        };
    return new ReputationRules(
        preset.judged(),
        spec.window() == null ? preset.window() : window(fields, spec.window()),
        Objects.requireNonNullElse(spec.minimumSample(), preset.minimumSample()),
        percent(fields, "bouncePercent", spec.bouncePercent(), preset.bouncePercent()),
        percent(fields, "complaintPercent", spec.complaintPercent(), preset.complaintPercent()),
        ReputationRules.Action.valueOf(spec.action().name()));
  }

  private static Duration window(SpecFields fields, String text) {
    var window = fields.duration("spec.reputation.window", text, SHORTEST);
    if (window.compareTo(LONGEST) > 0) {
      fields.invalid(
          "spec.reputation.window",
          "'%s' must be %d h or less: what became of mail is not kept for longer"
              .formatted(text, LONGEST.toHours()));
    }
    return window;
  }

  private static Percent percent(SpecFields fields, String name, String text, Percent preset) {
    if (text == null) {
      return preset;
    }
    try {
      return Percent.of(text);
    } catch (IllegalArgumentException e) {
      fields.invalid(
          "spec.reputation." + name,
          "'%s' is not a percentage: write e.g. \"5\" or \"0.1\"".formatted(text));
      return preset;
    }
  }

  /** When a person last resumed the policy; empty: nobody did. */
  static Optional<Instant> resumedAt(SendPolicy policy, Problems problems) {
    var annotations = policy.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(RESUME_AT);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      new SpecFields(policy, problems)
          .invalid(
              "metadata.annotations[%s]".formatted(RESUME_AT),
              "'%s' is not a point in time: write e.g. 2026-11-22T10:00:00Z".formatted(text));
      return Optional.empty();
    }
  }
}
