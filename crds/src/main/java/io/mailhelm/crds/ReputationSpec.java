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
    @Default("24h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("The sliding window.")
        String window,
    @Default("50") @Min(1) @JsonPropertyDescription("Messages below which nothing is judged.")
        Integer minimumSample,
    @Default("\"5\"")
        @Pattern(Patterns.PERCENT)
        @Size(max = 7)
        @JsonPropertyDescription("Bounces at most, in percent.")
        String bouncePercent,
    @Default("\"0.1\"")
        @Pattern(Patterns.PERCENT)
        @Size(max = 7)
        @JsonPropertyDescription("Complaints at most, in percent.")
        String complaintPercent,
    @Default("Pause")
        @JsonPropertyDescription("Pause: stop sending, until mailhelm.io/resume-at. Warn: say so.")
        Action action) {

  /** What to do about too many bounces or complaints. */
  public enum Action {
    Pause,
    Warn
  }
}
