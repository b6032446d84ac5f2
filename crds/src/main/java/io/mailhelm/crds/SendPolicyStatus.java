package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The observed state of a SendPolicy. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendPolicyStatus(
    @JsonPropertyDescription("The metadata.generation this status is about.")
        Long observedGeneration,
    @JsonPropertyDescription("How many users it governs.") Integer users,
    @JsonPropertyDescription("Where the warm-up is.") WarmUpStatus warmUp,
    @JsonPropertyDescription("What became of what was sent.") RatesStatus rates,
    @Size(max = 8) @JsonPropertyDescription("Ready, Paused, Blocked.") List<Condition> conditions) {

  /** The progress of the warm-up. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WarmUpStatus(
      @JsonPropertyDescription("Which day it is, from 1.") Integer day,
      @JsonPropertyDescription("Recipients today at most.") Integer cap,
      @JsonPropertyDescription("Recipients today so far.") Integer used,
      @Size(max = 64) @JsonPropertyDescription("When the next day begins (RFC 3339).")
          String resetsAt) {}

  /** The rates of bounces and complaints. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RatesStatus(
      @Size(max = 8) @JsonPropertyDescription("Bounces in the window.") String bouncePercent,
      @Size(max = 8) @JsonPropertyDescription("Complaints in the window.") String complaintPercent,
      @JsonPropertyDescription("Recipients in the window whose outcome is known.")
          Integer sample) {}
}
