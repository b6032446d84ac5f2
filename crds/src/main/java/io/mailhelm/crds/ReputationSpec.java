package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** The limits on bounces and complaints, and what happens beyond them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReputationSpec(
    @Default("Standard")
        @JsonPropertyDescription(
            "Standard: 24h, 50 recipients, 5 % bounces, 0.1 % complaints. Strict: 24h, 20, 2 %,"
                + " 0.05 %. None: nothing is judged. What is set beside it wins.")
        Preset preset,
    @Pattern(Patterns.DURATION) @Size(max = 32) @JsonPropertyDescription("The sliding window.")
        String window,
    @Min(1) @JsonPropertyDescription("Recipients below which nothing is judged.")
        Integer minimumSample,
    @Pattern(Patterns.PERCENT)
        @Size(max = 7)
        @JsonPropertyDescription("Bounces at most, in percent.")
        String bouncePercent,
    @Pattern(Patterns.PERCENT)
        @Size(max = 7)
        @JsonPropertyDescription("Complaints at most, in percent.")
        String complaintPercent,
    @Default("Pause")
        @JsonPropertyDescription(
            "Pause: mail waits until the annotation mailhelm.io/resume-at says from when on to"
                + " judge anew, or the window is clean. Warn: it is only said.")
        Action action) {

  /** What counts for what is not set. */
  public enum Preset {
    None,
    Standard,
    Strict
  }

  /** What to do about too many bounces or complaints. */
  public enum Action {
    Pause,
    Warn
  }
}
